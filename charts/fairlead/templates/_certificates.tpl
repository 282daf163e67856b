{{/* Who makes the certificate, where the values leave it to the chart, too. */}}
{{- define "fairlead.certificates.managedBy" -}}
{{- .Values.certificates.managedBy | default (.Values.certificates.secretName | empty | ternary "fairlead" "secret") -}}
{{- end -}}

{{/* The Secret with the serving certificate: the user's, or one of the release's own. */}}
{{- define "fairlead.certificates.secretName" -}}
{{- $suffix := eq (include "fairlead.certificates.managedBy" .) "fairlead" | ternary "serving" "certificates" -}}
{{- .Values.certificates.secretName | default (printf "%s-%s" (include "fairlead.name" .) $suffix) -}}
{{- end -}}

{{/*
What Helm puts into the Secret, base64, as a JSON object: what is in the cluster, else newly issued. All templates of one
rendering must see the same, so it is remembered among the values, under a key that the schema lets nobody set.
*/}}
{{- define "fairlead.certificates.issued" -}}
{{- if not (hasKey .Values "issuedCertificates") -}}
{{- $name := include "fairlead.name" . -}}
{{- $old := (lookup "v1" "Secret" .Release.Namespace (include "fairlead.certificates.secretName" .)).data | default dict -}}
{{- if and (hasKey $old "ca.crt") (hasKey $old "tls.crt") (hasKey $old "tls.key") -}}
{{- $_ := set .Values "issuedCertificates" (pick $old "ca.crt" "tls.crt" "tls.key") -}}
{{- else -}}
{{- $host := printf "%s.%s.svc" $name .Release.Namespace -}}
{{- $ca := genCAWithKey (printf "%s-ca" $name) 3650 (genPrivateKey "ecdsa") -}}
{{- $serving := genSignedCertWithKey $host nil (list $host (printf "%s.cluster.local" $host)) 3650 $ca (genPrivateKey "ecdsa") -}}
{{- $_ := set .Values "issuedCertificates" (dict "ca.crt" (b64enc $ca.Cert) "tls.crt" (b64enc $serving.Cert) "tls.key" (b64enc $serving.Key)) -}}
{{- end -}}
{{- end -}}
{{- toJson .Values.issuedCertificates -}}
{{- end -}}

{{/* The CA that the API server trusts, base64; empty where somebody else writes it into the configuration. */}}
{{- define "fairlead.certificates.caBundle" -}}
{{- if eq (include "fairlead.certificates.managedBy" .) "secret" -}}
{{- b64enc .Values.certificates.caBundle -}}
{{- else if eq (include "fairlead.certificates.managedBy" .) "helm" -}}
{{- get (include "fairlead.certificates.issued" . | fromJson) "ca.crt" -}}
{{- end -}}
{{- end -}}

{{/* The labels of a webhook configuration, and what tells whoever writes caBundle that it is meant. */}}
{{- define "fairlead.certificates.registered" -}}
labels:
  {{- include "fairlead.labels" . | nindent 2 }}
  {{- if eq (include "fairlead.certificates.managedBy" .) "fairlead" }}
  {{- include "fairlead.certificates.bundleLabel" . | nindent 2 }}
  {{- end }}
{{- if eq (include "fairlead.certificates.managedBy" .) "cert-manager" }}
annotations:
  cert-manager.io/inject-ca-from: {{ .Release.Namespace }}/{{ include "fairlead.name" . }}
{{- end }}
{{- end -}}

{{/* The label by which Fairlead finds it. */}}
{{- define "fairlead.certificates.bundleLabel" -}}
fairlead.dev/ca-bundle: {{ .Release.Namespace }}
{{- end -}}
