{{/* What every entry has in common. */}}
{{- define "fairlead.webhooks.common" -}}
clientConfig:
  service:
    name: {{ include "fairlead.name" . }}
    namespace: {{ .Release.Namespace }}
    path: /validate
    port: 443
  caBundle: {{ include "fairlead.certificates.caBundle" . }}
admissionReviewVersions: [v1]
sideEffects: None
matchPolicy: Equivalent
timeoutSeconds: {{ .Values.webhook.timeoutSeconds }}
matchConditions:
  - name: not-being-deleted
    expression: "!has(object.metadata.deletionTimestamp)"
  - name: something-relevant-changed
    expression: >-
      request.operation != 'UPDATE' || object.spec != oldObject.spec
      || object.metadata.?labels.orValue({}) != oldObject.metadata.?labels.orValue({})
      || object.metadata.?annotations.orValue({}).exists(k, k.contains('fairlead.dev/')
        && oldObject.metadata.?annotations[?k] != optional.of(object.metadata.annotations[k]))
      || oldObject.metadata.?annotations.orValue({}).exists(k, k.contains('fairlead.dev/')
        && !object.metadata.?annotations[?k].hasValue())
  - name: not-owned-by-a-controller
    expression: >-
      !(request.kind.kind in ['Pod', 'ReplicaSet', 'Job'])
      || !object.metadata.?ownerReferences.orValue([]).exists(o, o.?controller.orValue(false))
{{- end -}}

{{/* Never sent, whatever their level: what must run for the cluster, and for Fairlead, to start. */}}
{{- define "fairlead.webhooks.exempt" -}}
- key: kubernetes.io/metadata.name
  operator: NotIn
  values: {{ concat (list "kube-system" "kube-node-lease" .Release.Namespace) .Values.webhook.exemptNamespaces | uniq | toJson }}
{{- end -}}

{{/* Services, and all that makes Pods. */}}
{{- define "fairlead.webhooks.wiringRules" -}}
- apiGroups: [""]
  apiVersions: [v1]
  operations: [CREATE, UPDATE]
  resources: [services, pods, replicationcontrollers]
  scope: Namespaced
- apiGroups: [apps]
  apiVersions: [v1]
  operations: [CREATE, UPDATE]
  resources: [deployments, statefulsets, daemonsets, replicasets]
  scope: Namespaced
- apiGroups: [batch]
  apiVersions: [v1]
  operations: [CREATE, UPDATE]
  resources: [jobs, cronjobs]
  scope: Namespaced
{{- end -}}
