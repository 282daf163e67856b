{{/* Where an entry is sent, and how; its argument holds the root and the path. */}}
{{- define "fairlead.webhooks.call" -}}
clientConfig:
  service:
    name: {{ include "fairlead.name" .root }}
    namespace: {{ .root.Release.Namespace }}
    path: {{ .path }}
    port: 443
  {{- with include "fairlead.certificates.caBundle" .root }}
  caBundle: {{ . }}
  {{- end }}
admissionReviewVersions: [v1]
sideEffects: None
matchPolicy: Equivalent
timeoutSeconds: {{ .root.Values.webhook.timeoutSeconds }}
{{- end -}}

{{/* What every validating entry has in common. */}}
{{- define "fairlead.webhooks.common" -}}
{{ include "fairlead.webhooks.call" (dict "root" . "path" "/validate") }}
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
  # By those who make them: anybody can write that a controller did.
  - name: not-made-by-kubernetes
    expression: >-
      !(request.kind.kind in ['Pod', 'ReplicaSet', 'Job'])
      || !object.metadata.?ownerReferences.orValue([]).exists(o, o.?controller.orValue(false))
      || !(request.userInfo.username == 'system:kube-controller-manager'
        || request.userInfo.username.startsWith('system:serviceaccount:kube-system:')
        || request.userInfo.username.startsWith('system:node:'))
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

{{/* What every mutating entry has in common. An update that leaves the pod template as it is is never sent. */}}
{{- define "fairlead.webhooks.fixing" -}}
{{ include "fairlead.webhooks.call" (dict "root" . "path" "/mutate") }}
failurePolicy: Ignore
reinvocationPolicy: IfNeeded
matchConditions:
  - name: not-being-deleted
    expression: "!has(object.metadata.deletionTimestamp)"
  - name: template-new-or-changed
    expression: request.operation != 'UPDATE' || object.spec.?template != oldObject.spec.?template
  - name: not-owned-by-a-controller
    expression: "!object.metadata.?ownerReferences.orValue([]).exists(o, o.?controller.orValue(false))"
rules:
  - apiGroups: [""]
    apiVersions: [v1]
    operations: [CREATE]
    resources: [pods]
    scope: Namespaced
  - apiGroups: [""]
    apiVersions: [v1]
    operations: [CREATE, UPDATE]
    resources: [replicationcontrollers]
    scope: Namespaced
  - apiGroups: [apps]
    apiVersions: [v1]
    operations: [CREATE, UPDATE]
    resources: [deployments, statefulsets, daemonsets]
    scope: Namespaced
{{- end -}}

{{/* Namespaces that are sent at all, whatever fixes they want. */}}
{{- define "fairlead.webhooks.fixable" -}}
{{ include "fairlead.webhooks.exempt" . }}
- key: fairlead.dev/level
  {{- if eq .Values.defaultLevel "off" }}
  operator: In
  values: [strict, guard, warn]
  {{- else }}
  operator: NotIn
  values: ["off"]
  {{- end }}
{{- end -}}
