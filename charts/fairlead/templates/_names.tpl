{{/* The name of every object: the release's, with the chart's where the release does not say it. */}}
{{- define "fairlead.name" -}}
{{- if contains "fairlead" .Release.Name -}}
{{- .Release.Name | trunc 53 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-fairlead" (.Release.Name | trunc 44 | trimSuffix "-") -}}
{{- end -}}
{{- end -}}

{{/* The name of objects that no namespace holds: two releases must not share them. */}}
{{- define "fairlead.clusterName" -}}
{{- printf "%s-%s" (include "fairlead.name" .) .Release.Namespace -}}
{{- end -}}

{{/* What the Service selects, for good. */}}
{{- define "fairlead.selectorLabels" -}}
app.kubernetes.io/name: fairlead
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "fairlead.labels" -}}
{{ include "fairlead.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{/* The name of what an uninstall runs. */}}
{{- define "fairlead.uninstall.name" -}}
{{- printf "%s-uninstall" (include "fairlead.name" .) -}}
{{- end -}}

{{/* What makes an object one of an uninstall; its argument holds the root and the weight. */}}
{{- define "fairlead.uninstall.hook" -}}
labels:
  {{- include "fairlead.labels" .root | nindent 2 }}
annotations:
  helm.sh/hook: post-delete
  helm.sh/hook-weight: {{ .weight | quote }}
  helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
{{- end -}}
