package dev.honeyrelay.chart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.DatabindException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Every option of the chart renders to what Kubernetes knows, and only the options that
 * are asked for.
 */
@Execution(ExecutionMode.CONCURRENT)
class ChartTests {

	private static final Pattern DOCUMENT_START = Pattern.compile("(?m)^---\n");

	private static final List<String> ALWAYS = List.of("Service", "Service", "Deployment");

	private static final Map<String, List<String>> BESIDES = Map.ofEntries(
			Map.entry("autoscaling", List.of("PodDisruptionBudget", "HorizontalPodAutoscaler")),
			Map.entry("config", List.of("ConfigMap")), Map.entry("env", List.of("ConfigMap")),
			Map.entry("extra-volumes", List.of("ConfigMap")), Map.entry("http-route", List.of("HTTPRoute")),
			Map.entry("ingress", List.of("Ingress")),
			Map.entry("monitoring", List.of("ConfigMap", "PrometheusRule", "ServiceMonitor")),
			Map.entry("network-policy", List.of("NetworkPolicy")),
			Map.entry("ports", List.of("NetworkPolicy", "HTTPRoute")),
			Map.entry("redis", List.of("PodDisruptionBudget")),
			Map.entry("sentinel", List.of("PodDisruptionBudget", "NetworkPolicy")),
			Map.entry("upstream", List.of("NetworkPolicy")));

	@TempDir
	private Path folder;

	static Stream<Path> options() {
		return Chart.options().stream();
	}

	@Test
	void helmHasNothingToSayAgainstIt() {
		LintResult lint = Chart.helm().lint().strict().call();

		assertThat(lint.isFailed()).as(() -> lint.getMessages().toString()).isFalse();
		assertThat(lint.getMessages()).noneMatch((message) -> message.contains("ERROR") || message.contains("WARNING"));
	}

	@ParameterizedTest
	@MethodSource("options")
	void anOptionAddsItsObjectsAndNoOthers(Path file) {
		String option = file.getFileName().toString().replace("-values.yaml", "");

		assertThat(Manifests.of(file).objects()).extracting(HasMetadata::getKind)
			.containsExactlyInAnyOrderElementsOf(
					Stream.concat(ALWAYS.stream(), BESIDES.getOrDefault(option, List.of()).stream()).toList());
	}

	@ParameterizedTest
	@MethodSource("options")
	void namesAndLabelsAreTheSameEverywhere(Path file) {
		String name = file.endsWith("placement-values.yaml") ? "relay" : Chart.NAME;

		assertThat(Manifests.of(file).objects()).allSatisfy((object) -> {
			assertThat(object.getMetadata().getName()).startsWith(name);
			assertThat(object.getMetadata().getNamespace()).isNull();
			assertThat(object.getMetadata().getLabels()).containsEntry("app.kubernetes.io/name", "honeyhive-relay")
				.containsEntry("app.kubernetes.io/instance", "relay")
				.containsEntry("app.kubernetes.io/managed-by", "Helm")
				.containsKeys("app.kubernetes.io/version", "helm.sh/chart");
		});
	}

	@Test
	void everyOptionThatIsOffByDefaultHasAFile() {
		assertThat(options()).hasSizeGreaterThan(BESIDES.size())
			.extracting((file) -> file.getFileName().toString().replace("-values.yaml", ""))
			.containsAll(BESIDES.keySet());
	}

	@Test
	void theDefaultsRenderAsTheyDid() throws IOException {
		String rendered = Chart.render(Chart.option("default"));
		Path actual = Files.createDirectories(Path.of("target/chart")).resolve("default.yaml");
		Files.writeString(actual, rendered);

		assertThat(rendered).as("If this is meant: cp %s src/test/resources/chart/", actual)
			.isEqualTo(Files.readString(Path.of("src/test/resources/chart/default.yaml")));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					replicaCount: 1                                          | credentials.existingSecret is missing
					{ credentials: { existingSecret: s }, redis: { enabled: true } }   | redis.host is missing
					{ credentials: { existingSecret: s }, redis: { enabled: true, host: a, cluster: { nodes: [ "a:1" ] } } } | exclude each other
					{ credentials: { existingSecret: s }, redis: { enabled: true, sentinel: { nodes: [ "a:1" ] } } } | redis.sentinel.master and
					{ credentials: { existingSecret: s }, ingress: { enabled: true } } | ingress.hosts is empty
					{ credentials: { existingSecret: s }, httpRoute: { enabled: true } } | httpRoute.parentRefs is empty
					{ credentials: { existingSecret: s }, autoscaling: { enabled: true, minReplicas: 9 } } | autoscaling.minR
					{ credentials: { existingSecret: s }, config: { server: { port: 80 } } } | config has server.port, which the chart decides
					{ credentials: { existingSecret: s }, config: { relay: { callers.drainDelay: 1s } } } | config has relay.callers.drainDelay
					{ credentials: { existingSecret: s }, config: { relay: { upstream: { base-url: a } } } } | config has relay.upstream.base-url
					{ credentials: { existingSecret: s }, extraEnv: [ { name: SERVER_PORT, value: "80" } ] } | extraEnv has SERVER_PORT
					{ credentials: { existingSecret: s }, config: { server: { servlet: { context-path: /a } } } } | config has server.servlet.context-path
					{ credentials: { existingSecret: s }, ports: { management: 8080 } } | must differ
					{ credentials: { existingSecret: s }, extraEnv: [ { name: RELAY_CALLERS_DRAIN_DELAY, value: 1s } ] } | extraEnv has RELAY_CALLERS_DRAIN_DELAY
					{ credentials: { existingSecret: s }, extraEnv: [ { name: A, value: b }, { name: A, value: c } ] } | extraEnv has A
					{ credentials: { existingSecret: s }, extraVolumes: [ { name: tmp, emptyDir: { } } ] } | extraVolumes has tmp
					{ credentials: { existingSecret: s }, upstream: { caBundle: { configMap: a, secret: b } } } | are both set
					{ credentials: { existingSecret: s }, upstream: { proxy: { username: u, existingSecret: b } } } | upstream.proxy.url is missing
					{ credentials: { existingSecret: s }, upstream: { proxy: { url: "http://p", username: u } } } | go together
					""")
	void whatIsMissingIsSaidInASentence(String values, String sentence) {
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> Chart.render(values))
			.withMessageContaining(sentence);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			1relay.x  |                         | relay-1relay-x-honeyhive-relay
			relay.x   |                         | relay-x-honeyhive-relay
			relay     | nameOverride: 2nd       | relay-2nd
			relay     | fullnameOverride: other | other
			honeyhive-relay.1 |                 | honeyhive-relay-1
			""")
	void aServiceMayBeCalledWhatItIs(String release, @Nullable String values, String name) throws IOException {
		Path file = Files.writeString(this.folder.resolve("values.yaml"),
				"credentials: { existingSecret: s }\n" + ((values != null) ? values : ""));

		String rendered = Chart.helm()
			.template()
			.withName(release)
			.withKubeVersion("1.27.0")
			.withValuesFile(file)
			.call();

		assertThat(Manifests.read(rendered).all(Service.class)).extracting((service) -> service.getMetadata().getName())
			.containsExactly(name, name + "-management")
			.allMatch((service) -> service.matches("[a-z]([a-z0-9-]*[a-z0-9])?") && service.length() <= 63);
	}

	@Test
	void whatLabelsThePodsNeitherRepeatsAKeyNorChangesWithTheChart() {
		String labels = Manifests.read(Chart.render("""
				credentials: { existingSecret: s }
				podLabels: { app.kubernetes.io/name: other, team: quality }
				""")).one(Deployment.class).getSpec().getTemplate().getMetadata().getLabels().toString();

		assertThat(labels)
			.isEqualTo("{app.kubernetes.io/instance=relay, app.kubernetes.io/name=honeyhive-relay, team=quality}");
	}

	@Test
	void whatAPodNeedsBesidesIsThereAsItIsWritten() {
		Manifests manifests = Manifests.read(Chart.render("""
				credentials: { existingSecret: s }
				extraInitContainers: [ { name: before, image: busybox } ]
				extraContainers: [ { name: beside, image: busybox } ]
				extraObjects:
				  - { apiVersion: v1, kind: ConfigMap, metadata: { name: "{{ .Release.Name }}-extra" }, data: { a: b } }
				"""));
		PodSpec pod = manifests.one(Deployment.class).getSpec().getTemplate().getSpec();

		assertThat(pod.getInitContainers()).extracting("name").containsExactly("before");
		assertThat(pod.getContainers()).extracting("name").containsExactly("relay", "beside");
		assertThat(manifests.one(ConfigMap.class).getMetadata().getName()).isEqualTo("relay-extra");
	}

	@Test
	void portsAndPathAreTheSameWhereverTheyAreNeeded() {
		Manifests manifests = Manifests.of("ports");
		Container relay = manifests.one(Deployment.class).getSpec().getTemplate().getSpec().getContainers().getFirst();

		assertThat(relay.getPorts()).extracting((port) -> port.getName() + ' ' + port.getContainerPort())
			.containsExactly("http 9080", "management 9081");
		assertThat(relay.getEnv()).extracting((variable) -> variable.getName() + '=' + variable.getValue())
			.contains("SERVER_PORT=9080", "MANAGEMENT_SERVER_PORT=9081", "SERVER_SERVLET_CONTEXTPATH=/relay",
					"MANAGEMENT_OPENTELEMETRY_TRACING_EXPORT_OTLP_ENDPOINT="
							+ "http://collector.monitoring:4318/v1/traces");
		assertThat(relay.getEnvFrom()).singleElement().extracting("secretRef.name").isEqualTo("relay-gateway");
		assertThat(List.of(relay.getStartupProbe(), relay.getLivenessProbe(), relay.getReadinessProbe()))
			.extracting((probe) -> probe.getHttpGet().getPath())
			.containsExactly("/relay/livez", "/relay/livez", "/relay/readyz");
		assertThat(manifests.one(NetworkPolicy.class).getSpec().getEgress())
			.flatExtracting(NetworkPolicyEgressRule::getPorts)
			.extracting((port) -> port.getPort().getValue())
			.contains(4318);
		assertThat(manifests.objects()).filteredOn((object) -> object.getKind().equals("HTTPRoute"))
			.singleElement()
			.asString()
			.contains("value=/relay,");
	}

	@Test
	void theTestMayCallAndIsSelectedByNothing() throws IOException {
		Manifests manifests = Manifests.read(Chart.renderWithHooks("ports", this.folder));
		Pod test = manifests.one(Pod.class);
		Map<String, String> labels = test.getMetadata().getLabels();
		Container container = test.getSpec().getContainers().getFirst();

		assertThat(test.getMetadata().getName()).isEqualTo(Chart.NAME + "-test");
		assertThat(container.getImage()).isEqualTo(manifests.one(Deployment.class)
			.getSpec()
			.getTemplate()
			.getSpec()
			.getContainers()
			.getFirst()
			.getImage());
		assertThat(container.getEnv()).extracting((variable) -> variable.getName() + '=' + variable.getValue())
			.containsExactly("HOST=" + Chart.NAME, "PORT=80", "BASE=/relay");
		assertThat(manifests.all(Service.class))
			.noneMatch((service) -> labels.entrySet().containsAll(service.getSpec().getSelector().entrySet()));
		NetworkPolicySpec policy = manifests.one(NetworkPolicy.class).getSpec();
		assertThat(labels.entrySet().containsAll(policy.getPodSelector().getMatchLabels().entrySet())).isFalse();
		assertThat(policy.getIngress().getFirst().getFrom()).filteredOn((peer) -> peer.getPodSelector() != null)
			.singleElement()
			.satisfies((peer) -> assertThat(labels).containsAllEntriesOf(peer.getPodSelector().getMatchLabels()));
	}

	@ParameterizedTest
	@CsvSource({ "ports, http://localhost:8080/relay/v1/runs/",
			"redis, The pods share the Redis at redis.example.com:6380",
			"sentinel, The pods share what is at the primary relay", "ingress, https://relay.example.com/v1/runs/" })
	void theNotesSayWhatWasInstalled(String option, String said) throws IOException {
		assertThat(Manifests.read(Chart.renderWithHooks(option, this.folder)).all(ConfigMap.class))
			.filteredOn((map) -> map.getMetadata().getName().equals("notes"))
			.singleElement()
			.extracting((map) -> map.getData().get("notes"))
			.asString()
			.startsWith("The relay starts.")
			.contains("rollout status deployment/" + Chart.NAME, "helm test ", said);
	}

	@Test
	void callersHaveSeveralWaysIn() {
		assertThat(Manifests.of("ingress").one(Ingress.class).getSpec().getRules())
			.flatExtracting((rule) -> rule.getHttp()
				.getPaths()
				.stream()
				.map((path) -> rule.getHost() + path.getPath() + ' ' + path.getBackend().getService().getName())
				.toList())
			.containsExactly("relay.example.com/ relay-honeyhive-relay", "numbers.example.com/v1 relay-honeyhive-relay",
					"numbers.example.com/docs relay-honeyhive-relay");
		assertThat(Manifests.of("load-balancer").all(Service.class).getFirst().getSpec())
			.extracting(ServiceSpec::getExternalTrafficPolicy, ServiceSpec::getIpFamilyPolicy,
					(spec) -> spec.getPorts().getFirst().getNodePort())
			.containsExactly("Local", "PreferDualStack", 30080);
	}

	@ParameterizedTest
	@MethodSource("options")
	void aFieldThatKubernetesDoesNotKnowWouldBeNoticed(Path file) {
		String rendered = Chart.render(file);

		for (String document : DOCUMENT_START.split(rendered, -1)) {
			if (document.contains("\nspec:")) {
				assertThatExceptionOfType(DatabindException.class)
					.isThrownBy(() -> Manifests.read(document.replace("\nspec:\n", "\nspec:\n  speling: 1\n")))
					.withMessageContaining("speling");
			}
		}
		assertThatExceptionOfType(DatabindException.class)
			.isThrownBy(() -> Manifests.read(rendered.replace("drop:", "dropp:")))
			.withMessageContaining("dropp");
	}

}
