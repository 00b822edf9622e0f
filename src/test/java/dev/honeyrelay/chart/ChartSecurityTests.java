package dev.honeyrelay.chart;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.SecretVolumeSource;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The pods are as restricted as they can be, whatever the values, and the keys are where
 * they belong.
 */
@Execution(ExecutionMode.CONCURRENT)
class ChartSecurityTests {

	static Stream<Path> options() {
		return Chart.options().stream();
	}

	// Kubernetes' Pod Security Standard "restricted", and besides it a read-only root and
	// no token.
	@ParameterizedTest
	@MethodSource("options")
	void podsMeetTheRestrictedStandardAndMore(Path file) {
		PodSpec pod = podOf(Manifests.of(file));

		assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
		if (file.endsWith("openshift-values.yaml")) {
			assertThat(pod.getSecurityContext())
				.extracting(PodSecurityContext::getRunAsUser, PodSecurityContext::getRunAsGroup,
						PodSecurityContext::getFsGroup)
				.containsOnlyNulls();
		}
		else {
			assertThat(pod.getSecurityContext().getRunAsUser()).isPositive();
		}
		assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
		assertThat(pod.getAutomountServiceAccountToken()).isFalse();
		assertThat(pod.getEnableServiceLinks()).isFalse();
		assertThat(List.of(pod.getInitContainers(), pod.getEphemeralContainers())).allMatch(List::isEmpty);
		assertThat(pod.getHostNetwork()).isNull();
		assertThat(pod.getHostPID()).isNull();
		assertThat(pod.getHostIPC()).isNull();
		assertThat(pod.getVolumes()).allMatch((volume) -> volume.getEmptyDir() != null || volume.getConfigMap() != null
				|| volume.getSecret() != null);
		assertThat(pod.getContainers()).hasSize(1).allSatisfy(ChartSecurityTests::isRestricted);
	}

	@Test
	void noSecretIsInAnyObjectAndKeysComeFromTheSecretThatIsNamed() {
		Container relay = podOf(Manifests.of("default")).getContainers().getFirst();

		assertThat(relay.getEnv()).filteredOn((variable) -> variable.getValueFrom() != null)
			.extracting((variable) -> variable.getName() + '=' + variable.getValueFrom().getSecretKeyRef().getName()
					+ '/' + variable.getValueFrom().getSecretKeyRef().getKey())
			.containsExactly("HH_API_KEY=honeyhive-relay/HH_API_KEY", "RELAY_TOKEN=honeyhive-relay/RELAY_TOKEN");
	}

	@Test
	void aCredentialsFileIsMountedAsADirectoryThatTheRelayAloneMayRead() {
		PodSpec pod = podOf(Manifests.of("credentials-file"));
		Container relay = pod.getContainers().getFirst();
		SecretVolumeSource secret = pod.getVolumes()
			.stream()
			.map(Volume::getSecret)
			.filter((source) -> source != null)
			.findFirst()
			.orElseThrow();

		assertThat(secret.getDefaultMode()).isEqualTo(0440);
		assertThat(pod.getSecurityContext().getFsGroup()).isEqualTo(pod.getSecurityContext().getRunAsGroup());
		assertThat(relay.getVolumeMounts()).allMatch((mount) -> mount.getSubPath() == null);
		assertThat(relay.getEnv()).extracting("name")
			.contains("RELAY_CREDENTIALS")
			.doesNotContain("HH_API_KEY", "RELAY_TOKEN");
	}

	@ParameterizedTest
	@MethodSource("options")
	void theManagementPortNeverLeavesTheCluster(Path file) {
		assertThat(Manifests.of(file).all(Service.class)).hasSize(2).allSatisfy((service) -> {
			boolean management = service.getMetadata().getName().endsWith("-management");
			assertThat(service.getSpec().getPorts()).hasSize(1)
				.allMatch((port) -> port.getTargetPort().getStrVal().equals(management ? "management" : "http"));
			assertThat(!management || service.getSpec().getType().equals("ClusterIP")).isTrue();
		});
	}

	@Test
	void theNetworkPolicyLetsNobodyButTheMonitoringToTheManagementPort() {
		NetworkPolicy policy = Manifests.of("network-policy").one(NetworkPolicy.class);
		List<NetworkPolicyIngressRule> rules = policy.getSpec().getIngress();

		assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
		assertThat(rules)
			.extracting((rule) -> rule.getPorts().getFirst().getPort().getStrVal() + " from "
					+ rule.getFrom().getFirst().getNamespaceSelector().getMatchLabels().values())
			.containsExactly("http from [dashboards]", "management from [monitoring]");
		assertThat(policy.getSpec().getEgress()).flatExtracting((rule) -> rule.getPorts())
			.extracting((port) -> port.getPort().getIntVal())
			.containsExactly(53, 53, 8443, 6379, 8443);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			                                                                 | 53, 53, 443
			proxy: { url: 'http://10.20.0.7:3128' }                          | 53, 53, 3128 10.20.0.7/32
			proxy: { url: 'https://proxy.corp' }                             | 53, 53, 443
			proxy: { url: 'socks5://proxy.corp' }                            | 53, 53, 1080
			proxy: { url: 'http://proxy.corp', noProxy: [ 10.0.0.0/8, b.c ] }        | 53, 53, 80
			proxy: { url: 'http://proxy.corp', noProxy: [ honeyhive.ai ] }           | 53, 53, 443, 80
			proxy: { url: 'http://proxy.corp', noProxy: [ '*.us.honeyhive.ai:443' ] } | 53, 53, 443, 80
			proxy: { url: 'http://proxy.corp', noProxy: [ '*' ] }                    | 53, 53, 443, 80
			""")
	void thePodsMayReachTheProxyInsteadOfHoneyHive(@Nullable String proxy, String ports) {
		NetworkPolicy policy = Manifests.read(Chart.render("credentials: { existingSecret: s }\n"
				+ "networkPolicy: { enabled: true }\nupstream: { " + ((proxy != null) ? proxy : "") + " }"))
			.one(NetworkPolicy.class);

		assertThat(policy.getSpec()
			.getEgress()
			.stream()
			.flatMap((rule) -> rule.getPorts()
				.stream()
				.map((port) -> port.getPort().getIntVal() + rule.getTo()
					.stream()
					.map((peer) -> ' ' + peer.getIpBlock().getCidr())
					.collect(Collectors.joining())))
			.collect(Collectors.joining(", "))).isEqualTo(ports);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					host: r                                                 | SPRING_DATA_REDIS_HOST=r, SPRING_DATA_REDIS_PORT=6379 | 6379
					sentinel: { master: m, nodes: [ 'a:26379', 'b:26379' ] } | SPRING_DATA_REDIS_SENTINEL_MASTER=m, SPRING_DATA_REDIS_SENTINEL_NODES=a:26379,b:26379 | 26379, 6379
					cluster: { nodes: [ 'a:7000', 'b:7001' ] }              | SPRING_DATA_REDIS_CLUSTER_NODES=a:7000,b:7001 | 7000, 7001
					""")
	void thePodsMayReachRedisInEveryShape(String redis, String variables, String ports) {
		Manifests manifests = Manifests.read(Chart.render("credentials: { existingSecret: s }\n"
				+ "networkPolicy: { enabled: true, dnsPorts: [ 5353 ] }\nredis: { enabled: true, " + redis + " }"));

		assertThat(podOf(manifests).getContainers()
			.getFirst()
			.getEnv()
			.stream()
			.filter((variable) -> variable.getName().matches("SPRING_DATA_REDIS_(HOST|PORT|SENTINEL.*|CLUSTER.*)"))
			.map((variable) -> variable.getName() + '=' + variable.getValue())
			.collect(Collectors.joining(", "))).isEqualTo(variables);
		assertThat(manifests.one(NetworkPolicy.class)
			.getSpec()
			.getEgress()
			.stream()
			.flatMap((rule) -> rule.getPorts().stream())
			.map((port) -> port.getPort().getIntVal().toString())
			.collect(Collectors.joining(", "))).isEqualTo("5353, 5353, 443, " + ports);
	}

	@Test
	void theProxysPasswordComesFromItsSecretAndTheAuthoritiesFromTheirMap() {
		PodSpec pod = podOf(Manifests.of("upstream"));
		Container relay = pod.getContainers().getFirst();

		assertThat(relay.getEnv()).filteredOn((variable) -> variable.getName().contains("PROXY"))
			.extracting((variable) -> variable.getName() + '='
					+ ((variable.getValue() != null) ? variable.getValue()
							: variable.getValueFrom().getSecretKeyRef().getName()))
			.containsExactly("UPSTREAM_PROXY_PASSWORD=proxy",
					"RELAY_UPSTREAM_PROXY=http://relay:$(UPSTREAM_PROXY_PASSWORD)@10.20.0.7:3128",
					"RELAY_UPSTREAM_NOPROXY=.corp.example,10.0.0.0/8");
		assertThat(pod.getVolumes()).filteredOn((volume) -> volume.getName().equals("ca"))
			.extracting((volume) -> volume.getConfigMap().getName() + '/'
					+ volume.getConfigMap().getItems().getFirst().getKey())
			.containsExactly("company-roots/roots.pem");
		assertThat(relay.getVolumeMounts()).extracting((mount) -> mount.getMountPath())
			.contains("/etc/honeyhive-relay/ca");
	}

	@Test
	void keyAndTokenMayBeFiles() {
		PodSpec pod = podOf(Manifests.of("extra-volumes"));
		Container relay = pod.getContainers().getFirst();

		assertThat(relay.getEnv()).extracting((variable) -> variable.getName() + '=' + variable.getValue())
			.contains("HH_API_KEY_FILE=/etc/honeyhive-relay/credentials/api-key",
					"RELAY_TOKEN_FILE=/etc/honeyhive-relay/credentials/token")
			.noneMatch((variable) -> variable.startsWith("HH_API_KEY=") || variable.startsWith("RELAY_TOKEN="));
		assertThat(pod.getVolumes()).extracting(Volume::getName).contains("credentials", "ca", "client-certificate");
		assertThat(relay.getVolumeMounts()).extracting((mount) -> mount.getMountPath()).contains("/etc/client");
	}

	@ParameterizedTest
	@MethodSource("options")
	void aPodIsNotKilledBeforeWhatIsUnderWayIsAnswered(Path file) {
		Deployment deployment = Manifests.of(file).one(Deployment.class);
		PodSpec pod = podOf(Manifests.of(file));
		Duration drain = durationOf(pod, "RELAY_CALLERS_DRAINDELAY");
		Duration rest = durationOf(pod, "SPRING_LIFECYCLE_TIMEOUTPERSHUTDOWNPHASE");
		String base = file.endsWith("ports-values.yaml") ? "http/relay" : "http";

		assertThat(rest).isGreaterThan(Duration.ofSeconds(20));
		assertThat(Duration.ofSeconds(pod.getTerminationGracePeriodSeconds())).isGreaterThan(drain.plus(rest));
		assertThat(deployment.getSpec().getStrategy().getRollingUpdate().getMaxUnavailable().getIntVal()).isZero();
		assertThat(pod.getContainers().getFirst())
			.extracting((relay) -> pathOf(relay.getStartupProbe()), (relay) -> pathOf(relay.getLivenessProbe()),
					(relay) -> pathOf(relay.getReadinessProbe()))
			.containsExactly(base + "/livez", base + "/livez", base + "/readyz");
	}

	private static void isRestricted(Container container) {
		var context = container.getSecurityContext();
		assertThat(context.getAllowPrivilegeEscalation()).isFalse();
		assertThat(context.getPrivileged()).isNull();
		assertThat(context.getReadOnlyRootFilesystem()).isTrue();
		assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
		assertThat(context.getCapabilities().getAdd()).isEmpty();
		assertThat(context.getProcMount()).isNull();
		assertThat(container.getPorts()).allMatch((port) -> port.getHostPort() == null);
		assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
		assertThat(container.getResources().getLimits()).containsKey("memory");
	}

	private static PodSpec podOf(Manifests manifests) {
		return manifests.one(Deployment.class).getSpec().getTemplate().getSpec();
	}

	private static Duration durationOf(PodSpec pod, String variable) {
		return pod.getContainers()
			.getFirst()
			.getEnv()
			.stream()
			.filter((candidate) -> candidate.getName().equals(variable))
			.map((found) -> Duration.parse("PT" + found.getValue()))
			.findFirst()
			.orElseThrow();
	}

	private static String pathOf(Probe probe) {
		return probe.getHttpGet().getPort().getStrVal() + probe.getHttpGet().getPath();
	}

}
