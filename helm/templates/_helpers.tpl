{{/* The name of the application, without the release. */}}
{{- define "honeyhive-relay.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 50 | trimSuffix "-" }}
{{- end }}

{{/* What every object is called; with room for a suffix within 63 characters. */}}
{{- define "honeyhive-relay.fullname" -}}
{{- $name := include "honeyhive-relay.name" . }}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" }}
{{- else if contains $name .Release.Name }}
{{- .Release.Name | trunc 50 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 50 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{/* What tells the pods of this release from all others; never changes. */}}
{{- define "honeyhive-relay.selectorLabels" -}}
app.kubernetes.io/name: {{ include "honeyhive-relay.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/* The labels of every object. */}}
{{- define "honeyhive-relay.labels" -}}
{{ include "honeyhive-relay.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* The image, by digest where there is one. */}}
{{- define "honeyhive-relay.image" -}}
{{- with .Values.image }}
{{- if .digest }}
{{- printf "%s@%s" .repository .digest }}
{{- else }}
{{- printf "%s:%s" .repository (default $.Chart.AppVersion .tag) }}
{{- end }}
{{- end }}
{{- end }}

{{/* "true" where there may be more than one pod. */}}
{{- define "honeyhive-relay.several" -}}
{{- if or (and .Values.autoscaling.enabled (gt (int .Values.autoscaling.maxReplicas) 1)) (and (not .Values.autoscaling.enabled) (gt (int .Values.replicaCount) 1)) -}}
true
{{- end }}
{{- end }}

{{/* The port of HoneyHive's base URL. */}}
{{- define "honeyhive-relay.honeyhivePort" -}}
{{- $url := urlParse .Values.honeyhive.url }}
{{- if regexMatch ":[0-9]+$" $url.host }}
{{- regexFind "[0-9]+$" $url.host }}
{{- else }}
{{- eq $url.scheme "http" | ternary 80 443 }}
{{- end }}
{{- end }}

{{/* Stops where values contradict each other, with a sentence that says what to do. */}}
{{- define "honeyhive-relay.refuse" -}}
{{- if not .Values.credentials.existingSecret }}
{{- fail "credentials.existingSecret is missing: make a Secret with HH_API_KEY and RELAY_TOKEN, or with a credentials file, and name it here." }}
{{- end }}
{{- if and .Values.redis.enabled (not .Values.redis.host) }}
{{- fail "redis.host is missing: the chart brings no Redis, so name one that exists or set redis.enabled to false." }}
{{- end }}
{{- if and .Values.ingress.enabled (not .Values.ingress.host) }}
{{- fail "ingress.host is missing: name the host under which callers reach the relay." }}
{{- end }}
{{- if and .Values.autoscaling.enabled (gt (int .Values.autoscaling.minReplicas) (int .Values.autoscaling.maxReplicas)) }}
{{- fail "autoscaling.minReplicas must not be more than autoscaling.maxReplicas." }}
{{- end }}
{{- end }}
