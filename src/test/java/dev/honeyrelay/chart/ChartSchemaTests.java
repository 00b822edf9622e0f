package dev.honeyrelay.chart;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Values that are misspelt, or of another kind, never reach a cluster.
 */
@Execution(ExecutionMode.CONCURRENT)
class ChartSchemaTests {

	private static final String SECRET = "credentials: { existingSecret: s }\n";

	@ParameterizedTest
	@ValueSource(strings = { "replicas: 2", "replicaCount: two", "replicaCount: '2'", "replicaCount: 1.5",
			"replicaCount: -1", "image: relay:1", "image: { name: relay }", "image: { repository: '' }",
			"image: { tag: 1 }", "image: { digest: abc }", "image: { pullPolicy: always }",
			"imagePullSecrets: [ { names: registry } ]", "imagePullSecrets: [ 1 ]", "honeyhive: { uri: https://a }",
			"honeyhive: { url: a.b }", "honeyhive: { url: 'https://user:pass@a' }", "redis: { enable: true }",
			"redis: { enabled: 'true' }", "redis: { port: 70000 }", "redis: { sentinel: { nodes: [ a ] } }",
			"networkPolicy: { dnsPorts: [ ] }", "redis: { password: hunter2 }", "logFormat: json", "config: [ a ]",
			"config: { rely: { } }", "config: { relay: { api-key: hh } }", "config: { relay: { apiKey: hh } }",
			"config: { relay: { token: t } }", "config: { relay: { gateway: { secret: t } } }",
			"extraEnv: [ { nam: A, value: b } ]", "extraEnv: [ { name: A, value: 1 } ]", "extraEnv: { A: b }",
			"shutdown: { drainSeconds: 10s }", "shutdown: { timeoutSeconds: 0 }", "resources: { memory: 1Gi }",
			"resources: { limits: { memory: 1 GB } }", "resources: { limits: { mem: 1Gi } }",
			"service: { type: Loadbalancer }", "service: { port: http }", "service: { annotations: { a: 1 } }",
			"ingress: { hosts: [ a ] }", "ingress: { enabled: yes please }", "ingress: { host: 'a b' }",
			"autoscaling: { min: 2 }", "autoscaling: { targetCPUUtilizationPercentage: 0 }",
			"podDisruptionBudget: { minAvailable: 1 }", "podDisruptionBudget: { maxUnavailable: 0 }",
			"spreadOver: kubernetes.io/hostname", "networkPolicy: { metrics: [ { namespace: a } ] }",
			"networkPolicy: { callers: [ { } ] }", "networkPolicy: { extraEgress: [ { prts: [] } ] }",
			"serviceMonitor: { interval: 30 }", "prometheusRule: { enabled: 1 }", "dashboard: { label: { } }",
			"tolerations: [ { kee: a } ]", "affinity: { podAffinitty: { } }", "nodeSelector: { a: true }",
			"podLabels: [ ]", "env: [ ]", "ingress: { host: a }", "ingress: { hosts: [ { host: 'a b' } ] }",
			"ingress: { hosts: [ { host: a, paths: [ b ] } ] }", "httpRoute: { parentRefs: [ a ] }",
			"httpRoute: { hosts: [ a ] }", "probes: { liveness: { path: / } }",
			"probes: { readiness: { periodSeconds: 0 } }", "service: { nodePort: 0 }",
			"service: { options: { type: a } }", "service: { options: { externalTrafficPolicy: local } }",
			"autoscaling: { behavior: { down: { } } }", "serviceMonitor: { scrapeTimeout: 5 }",
			"extraObjects: [ { kind: a } ]", "extraContainers: [ { name: a } ]", "commonLabels: { a: 1 }",
			"fullnameOverride: 1relay", "fullnameOverride: relay.x", "nameOverride: a.b",
			"extraVolumes: [ { name: a } ]", "extraVolumes: { a: { } }", "extraVolumeMounts: [ { name: a } ]",
			"extraVolumeMounts: [ { name: a, mountPath: relative } ]", "upstream: { proxy: { url: proxy.corp:3128 } }",
			"upstream: { proxy: { url: 'http://u:p@proxy.corp' } }", "upstream: { proxy: { noProxy: a } }",
			"upstream: { proxy: { password: p } }", "upstream: { caBundle: { file: a } }",
			"upstream: { noProxy: [ ] }" })
	void aTypingErrorIsRefused(String values) {
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> Chart.render(SECRET + values))
			.withMessageContaining("values don't meet the specifications of the schema");
	}

	@ParameterizedTest
	@ValueSource(strings = { "existingSecrets: s", "existingSecret: S_", "from: vault", "apiKey: hh_secret" })
	void aTypingErrorAmongTheCredentialsIsRefused(String credential) {
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> Chart.render("credentials: { existingSecret: s, " + credential + " }"))
			.withMessageNotContaining("hh_secret");
	}

	@Test
	void itKnowsEveryValueThatThereIsAndNoOthers() throws IOException {
		JsonNode schema = JsonMapper.shared().readTree(Chart.ROOT.resolve("values.schema.json"));
		Map<String, Object> values = new Yaml().load(Files.readString(Chart.ROOT.resolve("values.yaml")));

		assertThat(schema.get("properties").propertyNames()).containsAll(values.keySet())
			.allMatch((name) -> values.containsKey(name) || name.equals("global"));
	}

}
