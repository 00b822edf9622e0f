{{/* The relay's settings that the chart decides on; further ones are in the ConfigMap, which does not win over these. */}}
{{- define "honeyhive-relay.env" -}}
- name: SERVER_PORT
  value: "8080"
- name: MANAGEMENT_SERVER_PORT
  value: "8081"
- name: HH_API_URL
  value: {{ .Values.honeyhive.url | quote }}
{{- if eq .Values.credentials.from "file" }}
- name: RELAY_CREDENTIALS
  value: /etc/honeyhive-relay/credentials/credentials.yaml
{{- else }}
{{- include "honeyhive-relay.secretEnv" (list "HH_API_KEY" .Values.credentials.existingSecret .Values.credentials.apiKeyKey) }}
{{- include "honeyhive-relay.secretEnv" (list "RELAY_TOKEN" .Values.credentials.existingSecret .Values.credentials.tokenKey) }}
{{- end }}
- name: RELAY_CALLERS_DRAINDELAY
  value: {{ printf "%ds" (int .Values.shutdown.drainSeconds) }}
- name: SPRING_LIFECYCLE_TIMEOUTPERSHUTDOWNPHASE
  value: {{ printf "%ds" (int .Values.shutdown.timeoutSeconds) }}
{{- if .Values.config }}
- name: SPRING_CONFIG_ADDITIONALLOCATION
  value: file:/etc/honeyhive-relay/config/
{{- end }}
# Empty is text; set in either case, as the image has a default of its own.
- name: LOGGING_STRUCTURED_FORMAT_CONSOLE
  value: {{ eq .Values.logFormat "text" | ternary "" .Values.logFormat | quote }}
{{- if .Values.redis.enabled }}
- name: RELAY_CACHE_SHARED_ENABLED
  value: "true"
- name: SPRING_DATA_REDIS_HOST
  value: {{ .Values.redis.host | quote }}
- name: SPRING_DATA_REDIS_PORT
  value: {{ .Values.redis.port | quote }}
- name: SPRING_DATA_REDIS_SSL_ENABLED
  value: {{ .Values.redis.tls | quote }}
{{- with .Values.redis.username }}
- name: SPRING_DATA_REDIS_USERNAME
  value: {{ . | quote }}
{{- end }}
{{- if .Values.redis.existingSecret }}
{{- include "honeyhive-relay.secretEnv" (list "SPRING_DATA_REDIS_PASSWORD" .Values.redis.existingSecret .Values.redis.passwordKey) }}
{{- end }}
{{- end }}
{{- with .Values.env }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* A variable whose value is in a Secret: name, Secret, key. */}}
{{- define "honeyhive-relay.secretEnv" }}
- name: {{ index . 0 }}
  valueFrom:
    secretKeyRef:
      name: {{ index . 1 }}
      key: {{ index . 2 }}
{{- end }}
