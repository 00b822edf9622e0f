package dev.honeyrelay.settings;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.honeyrelay.harness.EndedRelay;
import dev.honeyrelay.harness.InOtherProcesses;
import dev.honeyrelay.harness.RawUpstream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A start that is only tried, as a process of its own.
 */
@Timeout(120)
@InOtherProcesses
class CheckTests {

	private static final String SECRET = "a-canary-of-twenty-characters";

	private static final Map<String, String> GOOD = Map.of("HH_API_KEY", SECRET, "RELAY_TOKEN", SECRET);

	@TempDir
	private Path directory;

	@Test
	void whatIsSoundIsSaidWithoutAPortAndWithoutAskingAnybody() throws Exception {
		RawUpstream upstream = RawUpstream.start();
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			EndedRelay outcome = EndedRelay.run(GOOD, "--check", "--server.port=" + taken.getLocalPort(),
					"--management.server.port=" + other.getLocalPort(), "--relay.cache.shared.enabled=true",
					"--spring.data.redis.port=" + taken.getLocalPort(),
					"--relay.upstream.base-url=" + upstream.baseUrl());

			assertThat(outcome)
				.isEqualTo(new EndedRelay(0, "Settings and credentials are sound; projects: [default]\nHoneyHive: "
						+ upstream.baseUrl() + " without a proxy\n"));
			assertThat(upstream.asked()).isZero();
		}
	}

	@Test
	void callersWhomNoGatewayReachesByNameAnyMoreAreToldInOneLine() throws Exception {
		Path file = Files.writeString(this.directory.resolve("callers.yaml"), """
				callers:
				  grafana: { projects: [ default ] }
				  alice: { projects: [ default ], identities: [ { gateway: true, name: alice } ] }
				  bob: { projects: [ default ], identities: [ { issuer: cloudfare, name: bob } ] }
				""");
		String[] gateway = { "--check", "--relay.credentials=" + file, "--relay.gateway.user-header=X-User",
				"--relay.gateway.trusted-networks=10.1.2.3" };

		String printed = EndedRelay.run(GOOD, gateway).printed();

		assertThat(printed.lines().filter((line) -> line.contains("callers without identities"))).singleElement()
			.asString()
			.contains("INFO", "count=\"1\"", "grafana")
			.doesNotContain("alice");
		assertThat(printed.lines().filter((line) -> line.contains("relay.jwt.issuers has not"))).singleElement()
			.asString()
			.contains("WARN", "cloudfare");
		assertThat(EndedRelay.run(GOOD, "--check", "--relay.credentials=" + file).printed())
			.doesNotContain("callers without identities");
	}

	@Test
	void aMisspeltVariableIsNamedAndASettingInEitherSpellingIsNot() throws Exception {
		Map<String, String> environment = new HashMap<>(GOOD);
		environment.putAll(
				Map.of("RELAY_CACHE_MAXSIZE", "64MB", "RELAY_CACHE_FIRST_FRESH", "2s", "RELAY_CACHE_MAXSZIE", SECRET));
		// What Kubernetes sets for a Service called relay, and for one called
		// relay-cache.
		environment.putAll(Map.of("RELAY_SERVICE_HOST", "10.0.0.1", "RELAY_SERVICE_PORT", "80",
				"RELAY_SERVICE_PORT_HTTP", "80", "RELAY_PORT", "tcp://10.0.0.1:80", "RELAY_PORT_80_TCP_ADDR",
				"10.0.0.1", "RELAY_CACHE_SERVICE_HOST", "10.0.0.2", "RELAY_CACHE_PORT", "tcp://10.0.0.2:6379"));

		EndedRelay outcome = EndedRelay.run(environment, "--check");

		assertThat(outcome).isEqualTo(new EndedRelay(0, """
				Settings and credentials are sound; projects: [default]
				HoneyHive: https://api.dp1.us.honeyhive.ai:443 without a proxy, trusting the JVM's
				In the environment, but no settings: [RELAY_CACHE_MAXSZIE]
				"""));
	}

	@Test
	void whatWouldEndAnOrdinaryStartEndsTheCheckWithTheSameSentence() throws Exception {
		Path file = Files.writeString(this.directory.resolve("credentials.yaml"),
				"projects: { a: { api-key: " + SECRET + " } }\ncallers: { b: { tokns: [ " + SECRET + " ] } }\n");

		EndedRelay check = EndedRelay.run(Map.of(), "--check", "--relay.credentials=" + file);
		EndedRelay start = EndedRelay.run(Map.of(), "--server.port=0", "--management.server.port=0",
				"--relay.credentials=" + file);

		assertThat(sentenceOf(check)).isEqualTo(sentenceOf(start)).startsWith("relay.credentials (line 2): ");
		assertThat(List.of(check.status(), start.status())).containsOnly(1);
		assertThat(check.printed() + start.printed()).doesNotContain(SECRET);
	}

	@Test
	void sizesThatDoNotFitTheHeapAreSaidWithTheNumbers() throws Exception {
		Map<String, String> small = Map.of("HH_API_KEY", SECRET, "RELAY_TOKEN", SECRET, "JDK_JAVA_OPTIONS",
				"-Xmx160m -XX:+UseSerialGC");

		EndedRelay outcome = EndedRelay.run(small, "--check", "--relay.cache.max-size=4GB");

		assertThat(outcome.status()).isEqualTo(1);
		assertThat(sentenceOf(outcome)).contains("relay.cache.max-size (4096 MB)", "relay.upstream.max-in-flight (")
			.containsPattern("do not fit the heap of \\d+ MB: \\d+ MB are for everything else\\.");
		assertThat(EndedRelay.run(small, "--check").status()).isZero();
		Map<String, String> large = Map.of("HH_API_KEY", SECRET, "RELAY_TOKEN", SECRET, "JDK_JAVA_OPTIONS",
				"-Xms80m -Xmx200g -XX:+UseSerialGC");
		assertThat(sentenceOf(EndedRelay.run(large, "--check"))).startsWith("A heap of ")
			.containsPattern("and 150 MB that the process takes beside it, do not fit the \\d+ MB of");
	}

	@Test
	void onePortForCallersAndOperatorEndsTheStartAndTheCheck() throws Exception {
		Map<String, String> sound = Map.of("HH_API_KEY", SECRET, "RELAY_TOKEN", SECRET, "SERVER_PORT", "18080",
				"MANAGEMENT_SERVER_PORT", "18080");

		EndedRelay check = EndedRelay.run(sound, "--check");
		EndedRelay start = EndedRelay.run(sound);
		EndedRelay empty = EndedRelay.run(Map.of("HH_API_KEY", SECRET, "RELAY_TOKEN", SECRET), "--check",
				"--management.server.port=");

		assertThat(List.of(check, start, empty)).allSatisfy((outcome) -> {
			assertThat(sentenceOf(outcome)).startsWith("management.server.port must differ from server.port");
			assertThat(outcome.status()).isEqualTo(1);
		});
	}

	@Test
	void anotherVersionOfHttpEndsTheStartAndTheCheck() throws Exception {
		Map<String, String> asked = Map.of("HH_API_KEY", SECRET, "RELAY_TOKEN", SECRET, "SERVER_HTTP2_ENABLED", "true",
				"SERVER_PORT", "0", "MANAGEMENT_SERVER_PORT", "0");

		assertThat(List.of(EndedRelay.run(asked, "--check"), EndedRelay.run(asked))).allSatisfy((outcome) -> {
			assertThat(sentenceOf(outcome)).startsWith("server.http2.enabled must be false: the relay speaks HTTP/1.1");
			assertThat(outcome.status()).isEqualTo(1);
		});
	}

	private static String sentenceOf(EndedRelay outcome) {
		return outcome.printed().replaceFirst("(?s).*Description:\\s+", "").replaceFirst("(?s)\\s+Action:.*", "");
	}

}
