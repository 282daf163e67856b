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
