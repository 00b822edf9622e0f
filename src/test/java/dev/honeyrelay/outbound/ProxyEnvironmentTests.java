package dev.honeyrelay.outbound;

import java.util.Map;

import dev.honeyrelay.harness.EndedRelay;
import dev.honeyrelay.harness.ForwardProxy;
import dev.honeyrelay.harness.InOtherProcesses;
import dev.honeyrelay.harness.RawUpstream;
import dev.honeyrelay.harness.RelayProcess;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A proxy that the environment names, what a start says of proxies, and that it never
 * says a password.
 */
@Timeout(300)
@InOtherProcesses
class ProxyEnvironmentTests {

	private static final String ENCODED = ForwardProxy.basic().substring("Basic ".length() + 8, 40);

	@Test
	void theEnvironmentsProxyIsUsedAndItsPasswordIsNeverSaid() throws Exception {
		RawUpstream upstream = RawUpstream.start();
		try (ForwardProxy proxy = ForwardProxy.start();
				RelayProcess relay = RelayProcess.startIn(
						Map.of("http_proxy", proxy.urlWithPassword(), "HTTP_PROXY", "http://nobody.invalid:1",
								"NO_PROXY", ".corp.example,10.0.0.0/8"),
						upstream.baseUrl().replace("127.0.0.1", "api.honeyhive.test"), "-Dlogging.level.root=trace",
						"-Dlogging.level.org.eclipse.jetty=info")) {
			assertThat(relay.get("/v1/runs/a/result").statusCode()).isEqualTo(200);
			proxy.answers("HTTP/1.1 407 Log in");
			assertThat(relay.get("/v1/runs/b/result").statusCode()).isEqualTo(502);

			assertThat(proxy.lines()).hasSize(2);
			assertThat(proxy.field("proxy-authorization")).isEqualTo(ForwardProxy.basic());
			Awaitility.await().until(() -> relay.printed().contains("upstream unavailable"));
			assertThat(relay.printed()
				.lines()
				.filter((line) -> line.contains(ForwardProxy.PASSWORD) || line.contains(ENCODED))).isEmpty();
			assertThat(relay.printed().lines().filter((line) -> line.contains("upstream unavailable"))).singleElement()
				.asString()
				.contains("cause=\"proxy\"");
		}
	}

	@Test
	void whichWayWillBeTakenIsSaidWithoutAPassword() throws Exception {
		EndedRelay check = EndedRelay.run(
				and("HTTPS_PROXY", "http://relay:" + ForwardProxy.PASSWORD + "@proxy.corp.example:3128"), "--check",
				"--relay.jwt.issuer=https://login.corp.example", "--relay.jwt.audience=relay", "--relay.jwt.no-proxy=*",
				"--management.opentelemetry.tracing.export.otlp.endpoint=http://collector:4318/v1/traces");

		assertThat(check.status()).isZero();
		assertThat(check.printed()).doesNotContain(ForwardProxy.PASSWORD).startsWith("""
				Settings and credentials are sound; projects: [default]
				Collector of spans: http://collector:4318 without a proxy
				HoneyHive: https://api.dp1.us.honeyhive.ai:443 through the proxy http://proxy.corp.example:3128,\
				 trusting the JVM's
				Keys of the issuer default: https://login.corp.example:443 without a proxy, trusting the JVM's
				""");
	}

	@Test
	void whatCannotBeRightEndsTheStartInOneSentence() throws Exception {
		// Not as arguments: the JVM logs those of the processes that it starts.
		EndedRelay setting = EndedRelay.run(
				and("RELAY_UPSTREAM_PROXY", "ftp://relay:" + ForwardProxy.PASSWORD + "@proxy"), "--server.port=0",
				"--management.server.port=0", "--logging.level.root=debug");
		EndedRelay variable = EndedRelay
			.run(and("HTTPS_PROXY", "http://relay:" + ForwardProxy.PASSWORD + "@proxy:99999"), "--check");
		EndedRelay bundle = EndedRelay.run(and("SPRING_SSL_BUNDLE_JKS_CORP_TRUSTSTORE_PASSWORD", ForwardProxy.PASSWORD),
				"--check", "--relay.upstream.ssl-bundle=corp",
				"--spring.ssl.bundle.jks.corp.truststore.location=file:/nowhere/trust.p12");

		assertThat(setting.printed()).contains("relay.upstream.proxy must begin with http://, https:// or socks5://.");
		assertThat(sentenceOf(variable)).isEqualTo("relay.upstream.proxy, which is not set and so taken from"
				+ " HTTPS_PROXY, must have a port from 1 to 65535, or none.");
		assertThat(sentenceOf(bundle)).isEqualTo("relay.upstream.ssl-bundle names a bundle whose certificates or keys"
				+ " cannot be used: look at spring.ssl.bundle.*.");
		assertThat(setting.printed() + variable.printed() + bundle.printed()).doesNotContain(ForwardProxy.PASSWORD);
		assertThat(new int[] { setting.status(), variable.status(), bundle.status() }).containsOnly(1);
	}

	private static Map<String, String> and(String name, String value) {
		return Map.of("HH_API_KEY", RelayProcess.KEY, "RELAY_TOKEN", RelayProcess.TOKEN, name, value);
	}

	private static String sentenceOf(EndedRelay outcome) {
		return outcome.printed().replaceFirst("(?s).*Description:\\s+", "").replaceFirst("(?s)\\s+Action:.*", "");
	}

}
