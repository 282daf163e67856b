{{/* The Secret with the serving certificate: the user's, or the one that Helm issues. */}}
{{- define "fairlead.certificates.secretName" -}}
{{- .Values.certificates.secretName | default (printf "%s-certificates" (include "fairlead.name" .)) -}}
{{- end -}}

{{/*
What the Secret holds, base64, as a JSON object: what is in the cluster, else newly issued. All templates of one
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

{{/* The CA that the API server trusts, base64. */}}
{{- define "fairlead.certificates.caBundle" -}}
{{- if .Values.certificates.secretName -}}
{{- b64enc .Values.certificates.caBundle -}}
{{- else -}}
{{- get (include "fairlead.certificates.issued" . | fromJson) "ca.crt" -}}
{{- end -}}
{{- end -}}
