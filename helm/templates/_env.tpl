{{/* The relay's settings that the chart decides on. Neither config nor extraEnv may have one of them: see refuse. */}}
{{- define "honeyhive-relay.ownEnv" -}}
- name: SERVER_PORT
  value: {{ .Values.ports.http | quote }}
- name: MANAGEMENT_SERVER_PORT
  value: {{ .Values.ports.management | quote }}
{{- with .Values.contextPath }}
- name: SERVER_SERVLET_CONTEXTPATH
  value: {{ . | quote }}
{{- end }}
{{- with .Values.tracing.endpoint }}
- name: MANAGEMENT_OPENTELEMETRY_TRACING_EXPORT_OTLP_ENDPOINT
  value: {{ . | quote }}
{{- end }}
- name: HH_API_URL
  value: {{ .Values.honeyhive.url | quote }}
{{- if eq .Values.credentials.from "file" }}
- name: RELAY_CREDENTIALS
  value: /etc/honeyhive-relay/credentials/credentials.yaml
{{- else if eq .Values.credentials.from "files" }}
- name: HH_API_KEY_FILE
  value: /etc/honeyhive-relay/credentials/api-key
- name: RELAY_TOKEN_FILE
  value: /etc/honeyhive-relay/credentials/token
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
{{- with .Values.upstream.proxy }}
{{- if .url }}
{{- if .existingSecret }}
{{- include "honeyhive-relay.secretEnv" (list "UPSTREAM_PROXY_PASSWORD" .existingSecret .passwordKey) }}
- name: RELAY_UPSTREAM_PROXY
  value: {{ include "honeyhive-relay.proxyUrl" (list . (printf "%s:$(UPSTREAM_PROXY_PASSWORD)@" .username)) | quote }}
{{- else }}
- name: RELAY_UPSTREAM_PROXY
  value: {{ .url | quote }}
{{- end }}
{{- end }}
{{- with .noProxy }}
- name: RELAY_UPSTREAM_NOPROXY
  value: {{ join "," . | quote }}
{{- end }}
{{- end }}
{{- if include "honeyhive-relay.caSource" . }}
- name: SPRING_SSL_BUNDLE_PEM_UPSTREAM_TRUSTSTORE_CERTIFICATE
  value: file:/etc/honeyhive-relay/ca/ca.crt
- name: SPRING_SSL_BUNDLE_PEM_UPSTREAM_RELOADONUPDATE
  value: "true"
- name: RELAY_UPSTREAM_SSLBUNDLE
  value: upstream
{{- end }}
{{- if .Values.redis.enabled }}
- name: RELAY_CACHE_SHARED_ENABLED
  value: "true"
{{- if .Values.redis.sentinel.nodes }}
- name: SPRING_DATA_REDIS_SENTINEL_MASTER
  value: {{ .Values.redis.sentinel.master | quote }}
- name: SPRING_DATA_REDIS_SENTINEL_NODES
  value: {{ join "," .Values.redis.sentinel.nodes | quote }}
{{- else if .Values.redis.cluster.nodes }}
- name: SPRING_DATA_REDIS_CLUSTER_NODES
  value: {{ join "," .Values.redis.cluster.nodes | quote }}
{{- else }}
- name: SPRING_DATA_REDIS_HOST
  value: {{ .Values.redis.host | quote }}
- name: SPRING_DATA_REDIS_PORT
  value: {{ .Values.redis.port | quote }}
{{- end }}
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
{{- end }}

{{/* The proxy's URL with a user and a password in it: the proxy's values, and what goes before the host. */}}
{{- define "honeyhive-relay.proxyUrl" -}}
{{- $parts := splitn "://" 2 (index . 0).url }}
{{- printf "%s://%s%s" $parts._0 (index . 1) $parts._1 }}
{{- end }}

{{/* A variable whose value is in a Secret: name, Secret, key. */}}
{{- define "honeyhive-relay.secretEnv" }}
- name: {{ index . 0 }}
  valueFrom:
    secretKeyRef:
      name: {{ index . 1 }}
      key: {{ index . 2 }}
{{- end }}
