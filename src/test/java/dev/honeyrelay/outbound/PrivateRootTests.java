package dev.honeyrelay.outbound;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.honeyrelay.harness.CertificateAuthority;
import dev.honeyrelay.harness.LogWatch;
import dev.honeyrelay.harness.ProblemDocument;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.TlsUpstream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A company's root is trusted where a bundle has it, and a certificate is shown where one
 * is asked for.
 */
class PrivateRootTests {

	@TempDir
	static Path folder;

	private static CertificateAuthority authority;

	private static CertificateAuthority stranger;

	private final AtomicInteger run = new AtomicInteger();

	@BeforeAll
	static void found() throws Exception {
		authority = CertificateAuthority.in(Files.createDirectory(folder.resolve("corp")));
		stranger = CertificateAuthority.in(Files.createDirectory(folder.resolve("stranger")));
	}

	@Test
	void whomTheBundleTrustsIsAskedAndNobodyElse() throws Exception {
		try (TlsUpstream good = TlsUpstream.with(authority.issue("good", "dns:localhost"));
				TlsUpstream unknown = TlsUpstream.with(stranger.issue("unknown", "dns:localhost"));
				TlsUpstream misnamed = TlsUpstream.with(authority.issue("misnamed", "dns:elsewhere.test"));
				TlsUpstream expired = TlsUpstream.with(authority.issueExpired("expired", "dns:localhost"))) {
			try (RunningRelay relay = trusting(authority.trustStore(), good)) {
				assertThat(ask(relay).status()).isEqualTo(200);
			}
			checkIsNotAsked(unknown, "tls-untrusted");
			checkIsNotAsked(misnamed, "tls-name");
			checkIsNotAsked(expired, "tls-expired");
		}
	}

	@Test
	void aCertificateIsShownWhereOneIsAskedFor() throws Exception {
		Path server = authority.issue("demanding", "dns:localhost");
		Path client = authority.issue("client", "dns:relay.test");
		try (TlsUpstream demanding = TlsUpstream.demanding(server, authority.trustStore())) {
			try (RunningRelay relay = trusting(authority.trustStore(), demanding,
					"--spring.ssl.bundle.jks.corp.keystore.location=file:" + client,
					"--spring.ssl.bundle.jks.corp.keystore.password=" + CertificateAuthority.PASSWORD)) {
				assertThat(ask(relay).status()).isEqualTo(200);
			}
			try (RunningRelay relay = trusting(authority.trustStore(), demanding,
					"--relay.upstream.retry.max-attempts=1")) {
				RawResponse refused = ask(relay);
				ProblemDocument.check(refused, 502, "upstream-unreachable");
				assertThat(refused.text()).contains("(tls-protocol)");
			}
		}
	}

	@Test
	void aBundleWhoseFileChangesCountsForNewConnections() throws Exception {
		Path trust = Files.copy(authority.trustStore(), folder.resolve("changing.p12"));
		try (TlsUpstream upstream = TlsUpstream.with(authority.issue("reloaded", "dns:localhost"));
				RunningRelay relay = trusting(trust, upstream, "--spring.ssl.bundle.jks.corp.reload-on-update=true",
						"--spring.ssl.bundle.watch.file.quiet-period=50ms", "--relay.upstream.circuit.enabled=false")) {
			assertThat(ask(relay).status()).isEqualTo(200);
			int connections = upstream.connections();
			assertThat(ask(relay).status()).isEqualTo(200);
			assertThat(upstream.connections()).isEqualTo(connections);

			replace(trust, stranger.trustStore());
			await().until(() -> ask(relay).status() == 502);
			assertThat(ask(relay).text()).contains("(tls-untrusted)");

			replace(trust, authority.trustStore());
			await().until(() -> ask(relay).status() == 200);
		}
	}

	@Test
	void aBundleThatCannotBeReadAnyMoreLeavesTheLastOneInForce() throws Exception {
		Path trust = Files.copy(authority.trustStore(), folder.resolve("broken.p12"));
		try (TlsUpstream upstream = TlsUpstream.with(authority.issue("kept", "dns:localhost"));
				RunningRelay relay = trusting(trust, upstream, "--spring.ssl.bundle.jks.corp.reload-on-update=true",
						"--spring.ssl.bundle.watch.file.quiet-period=50ms")) {
			LogWatch log = LogWatch.anew();
			replace(trust, Files.writeString(folder.resolve("rubbish"), "rubbish"));

			await().until(() -> !log.warnings().isEmpty());
			assertThat(ask(relay).status()).isEqualTo(200);
		}
	}

	@Test
	void aBundleThatIsNotThereOrCannotBeReadEndsTheStart() {
		assertThatThrownBy(() -> RunningRelay.start("https://localhost", "--relay.upstream.ssl-bundle=nobodys"))
			.hasStackTraceContaining(
					"IllegalArgumentException: relay.upstream.ssl-bundle must be the name of a bundle");
		assertThatThrownBy(() -> RunningRelay.start("https://localhost", "--relay.upstream.ssl-bundle=corp",
				"--spring.ssl.bundle.jks.corp.truststore.location=file:/nowhere/trust.p12"))
			.hasStackTraceContaining("IllegalArgumentException: relay.upstream.ssl-bundle names a bundle whose");
	}

	private static void checkIsNotAsked(TlsUpstream upstream, String cause) throws Exception {
		try (RunningRelay relay = trusting(authority.trustStore(), upstream)) {
			RawResponse answer = relay.get("/v1/runs/a/result");
			ProblemDocument.check(answer, 502, "upstream-unreachable");
			assertThat(answer.text()).contains('(' + cause + ')');
			assertThat(upstream.connections()).isEqualTo(1);
		}
	}

	private static RunningRelay trusting(Path trustStore, TlsUpstream upstream, String... settings) {
		List<String> all = new ArrayList<>(List.of(settings));
		all.addAll(List.of("--relay.upstream.ssl-bundle=corp",
				"--spring.ssl.bundle.jks.corp.truststore.location=file:" + trustStore,
				"--spring.ssl.bundle.jks.corp.truststore.password=" + CertificateAuthority.PASSWORD));
		return RunningRelay.start(upstream.baseUrl("localhost"), all.toArray(String[]::new));
	}

	private RawResponse ask(RunningRelay relay) {
		return relay.get("/v1/runs/run-" + this.run.incrementAndGet() + "/result");
	}

	private static void replace(Path file, Path by) throws Exception {
		Path copy = Files.copy(by, file.resolveSibling("copy"), StandardCopyOption.REPLACE_EXISTING);
		Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
	}

	private static org.awaitility.core.ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50));
	}

}
