{{/* The name of the application, without the release. */}}
{{- define "honeyhive-relay.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 50 | trimSuffix "-" }}
{{- end }}

{{/* What every object is called: a Service's name, which has no dots and begins with a letter, with room for a suffix. */}}
{{- define "honeyhive-relay.fullname" -}}
{{- $name := include "honeyhive-relay.name" . }}
{{- $full := .Values.fullnameOverride }}
{{- if not $full }}
{{- $full = contains $name .Release.Name | ternary .Release.Name (printf "%s-%s" .Release.Name $name) }}
{{- end }}
{{- $full = $full | replace "." "-" }}
{{- regexMatch "^[a-z]" $full | ternary $full (printf "relay-%s" $full) | trunc 50 | trimSuffix "-" }}
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
{{- with include "honeyhive-relay.commonLabels" . }}
{{ . }}
{{- end }}
{{- end }}

{{/* Those of commonLabels that are none of the chart's own. */}}
{{- define "honeyhive-relay.commonLabels" -}}
{{- with omit .Values.commonLabels "app.kubernetes.io/name" "app.kubernetes.io/instance" "app.kubernetes.io/version" "app.kubernetes.io/managed-by" "app.kubernetes.io/component" "helm.sh/chart" }}
{{- toYaml . }}
{{- end }}
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

{{/* The port of a URL, or that of its scheme. */}}
{{- define "honeyhive-relay.portOf" -}}
{{- $url := urlParse . }}
{{- if regexMatch ":[0-9]+$" $url.host }}
{{- regexFind "[0-9]+$" $url.host }}
{{- else }}
{{- get (dict "http" 80 "https" 443 "socks5" 1080) $url.scheme }}
{{- end }}
{{- end }}

{{/* The ports of Redis, a line each: its own, or those of the nodes; behind sentinels both. */}}
{{- define "honeyhive-relay.redisPorts" -}}
{{- $ports := list }}
{{- range concat .Values.redis.sentinel.nodes .Values.redis.cluster.nodes }}
{{- $ports = append $ports (regexFind "[0-9]+$" .) }}
{{- end }}
{{- if not .Values.redis.cluster.nodes }}
{{- $ports = append $ports (toString .Values.redis.port) }}
{{- end }}
{{- $ports | uniq | join "\n" }}
{{- end }}

{{/* "true" where HoneyHive is asked through no proxy: there is none, or noProxy has its name or one above it. */}}
{{- define "honeyhive-relay.direct" -}}
{{- $host := regexReplaceAll ":[0-9]+$" (urlParse .Values.honeyhive.url).host "" }}
{{- if not .Values.upstream.proxy.url -}}
true
{{- else }}
{{- range .Values.upstream.proxy.noProxy }}
{{- $name := regexReplaceAll ":[0-9]+$" . "" | trimPrefix "*" | trimPrefix "." }}
{{- if or (eq . "*") (eq $name $host) (and $name (hasSuffix (printf ".%s" $name) $host)) -}}
true
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* Where the authorities' certificates are, as a volume has it; nothing where there are none. */}}
{{- define "honeyhive-relay.caSource" -}}
{{- with .Values.upstream.caBundle }}
{{- if .configMap -}}
configMap:
  name: {{ .configMap }}
  items:
    - key: {{ .key }}
      path: ca.crt
{{- else if .secret -}}
secret:
  secretName: {{ .secret }}
  items:
    - key: {{ .key }}
      path: ca.crt
{{- end }}
{{- end }}
{{- end }}

{{/* The names of all settings in a map, a line each: what goes before them, and the map. */}}
{{- define "honeyhive-relay.settingsIn" -}}
{{- $before := index . 0 }}
{{- range $key, $value := index . 1 }}
{{- if kindIs "map" $value }}
{{- include "honeyhive-relay.settingsIn" (list (printf "%s%s." $before $key) $value) }}
{{- else }}
{{- printf "%s%s\n" $before $key }}
{{- end }}
{{- end }}
{{- end }}

{{/* A setting or a variable without what is between its words, as both may be spelled in several ways. */}}
{{- define "honeyhive-relay.letters" -}}
{{- regexReplaceAll "[^A-Za-z0-9]" . "" | upper }}
{{- end }}

{{/* The labels of the pod that tries the release, which no Service selects. */}}
{{- define "honeyhive-relay.testLabels" -}}
app.kubernetes.io/name: {{ include "honeyhive-relay.name" . }}-test
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/* Stops where values contradict each other, with a sentence that says what to do. */}}
{{- define "honeyhive-relay.refuse" -}}
{{- if not .Values.credentials.existingSecret }}
{{- fail "credentials.existingSecret is missing: make a Secret with HH_API_KEY and RELAY_TOKEN, or with a credentials file, and name it here." }}
{{- end }}
{{- with .Values.redis }}
{{- if and .enabled (not (or .host .sentinel.nodes .cluster.nodes)) }}
{{- fail "redis.host is missing: the chart brings no Redis, so name one that exists or set redis.enabled to false." }}
{{- end }}
{{- if gt (len (compact (list .host (join "," .sentinel.nodes) (join "," .cluster.nodes)))) 1 }}
{{- fail "redis.host, redis.sentinel.nodes and redis.cluster.nodes exclude each other: name one server, its sentinels, or a cluster." }}
{{- end }}
{{- if ne (empty .sentinel.master) (empty .sentinel.nodes) }}
{{- fail "redis.sentinel.master and redis.sentinel.nodes go together: the sentinels, and what they call the primary." }}
{{- end }}
{{- end }}
{{- if eq (int .Values.ports.http) (int .Values.ports.management) }}
{{- fail "ports.http and ports.management must differ: whoever may call would see the state of the relay." }}
{{- end }}
{{- if and .Values.ingress.enabled (not .Values.ingress.hosts) }}
{{- fail "ingress.hosts is empty: name the host under which callers reach the relay." }}
{{- end }}
{{- if and .Values.httpRoute.enabled (not .Values.httpRoute.parentRefs) }}
{{- fail "httpRoute.parentRefs is empty: name the Gateway that the route belongs to." }}
{{- end }}
{{- if and .Values.autoscaling.enabled (gt (int .Values.autoscaling.minReplicas) (int .Values.autoscaling.maxReplicas)) }}
{{- fail "autoscaling.minReplicas must not be more than autoscaling.maxReplicas." }}
{{- end }}
{{- with .Values.upstream }}
{{- if and .caBundle.configMap .caBundle.secret }}
{{- fail "upstream.caBundle.configMap and upstream.caBundle.secret are both set: the certificates are in one of them." }}
{{- end }}
{{- if and (or .proxy.username .proxy.existingSecret) (not .proxy.url) }}
{{- fail "upstream.proxy.url is missing: name the proxy that upstream.proxy.username is for." }}
{{- end }}
{{- if ne (empty .proxy.username) (empty .proxy.existingSecret) }}
{{- fail "upstream.proxy.username and upstream.proxy.existingSecret go together: name the user, and the Secret with its password." }}
{{- end }}
{{- end }}
{{- include "honeyhive-relay.refuseRepeated" . }}
{{- end }}

{{/* What the chart decides by values of its own would be overridden in silence, or be there twice. */}}
{{- define "honeyhive-relay.refuseRepeated" -}}
{{- $known := dict "RELAYUPSTREAMBASEURL" true "SERVERSERVLETCONTEXTPATH" true "MANAGEMENTOPENTELEMETRYTRACINGEXPORTOTLPENDPOINT" true }}
{{- range fromYamlArray (include "honeyhive-relay.ownEnv" .) }}
{{- $_ := set $known (include "honeyhive-relay.letters" .name) true }}
{{- end }}
{{- range include "honeyhive-relay.settingsIn" (list "" .Values.config) | trim | splitList "\n" }}
{{- if hasKey $known (include "honeyhive-relay.letters" .) }}
{{- fail (printf "config has %s, which the chart decides by a value of its own: look for that in values.yaml." .) }}
{{- end }}
{{- end }}
{{- range .Values.extraEnv }}
{{- $letters := include "honeyhive-relay.letters" .name }}
{{- if hasKey $known $letters }}
{{- fail (printf "extraEnv has %s, which is there already: the chart decides it by a value of its own, or it is listed twice." .name) }}
{{- end }}
{{- $_ := set $known $letters true }}
{{- end }}
{{- range .Values.extraVolumes }}
{{- if has .name (list "tmp" "config" "credentials" "ca") }}
{{- fail (printf "extraVolumes has %s, which is the name of a volume of the chart's own." .name) }}
{{- end }}
{{- end }}
{{- end }}
