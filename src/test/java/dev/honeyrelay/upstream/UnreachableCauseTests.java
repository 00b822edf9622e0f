package dev.honeyrelay.upstream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.honeyrelay.harness.CertificateAuthority;
import dev.honeyrelay.harness.LogWatch;
import dev.honeyrelay.harness.ProblemDocument;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RawUpstream;
import dev.honeyrelay.harness.RelayProcess;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Script;
import dev.honeyrelay.harness.TlsUpstream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Why HoneyHive cannot be reached is said alike in the problem, the log, the meters and
 * the status.
 */
class UnreachableCauseTests {

	private static final String QUICK = "--relay.upstream.retry.backoff=1ms";

	@TempDir
	static Path folder;

	private static CertificateAuthority authority;

	@BeforeAll
	static void found() throws Exception {
		authority = CertificateAuthority.in(folder);
	}

	@Test
	void aNameWithoutAnAddress() {
		checkSaysWhy("http://nobody.invalid:8080", "dns", 3);
	}

	@Test
	void aPortThatNobodyListensOn() throws Exception {
		checkSaysWhy("http://127.0.0.1:" + RelayProcess.freePort(), "refused", 3);
	}

	@Test
	void aHostThatDoesNotAnswer() throws Exception {
		try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			List<Socket> queue = fill(full);
			checkSaysWhy("http://127.0.0.1:" + full.getLocalPort(), "connect-timeout", 2,
					"--relay.upstream.connect-timeout=100ms", "--relay.upstream.retry.max-attempts=2");
			for (Socket waiting : queue) {
				waiting.close();
			}
		}
	}

	@Test
	void aConnectionThatEndsBeforeTheAnswer() {
		RawUpstream upstream = RawUpstream.start();
		upstream.onOthers(Script.sends().thenResets());
		checkSaysWhy(upstream.baseUrl(), "reset", 3);
	}

	@Test
	void aCertificateThatNobodyVouchesFor() throws Exception {
		try (TlsUpstream upstream = TlsUpstream.with(authority.issue("unknown", "dns:localhost"))) {
			checkSaysWhy(upstream.baseUrl("localhost"), "tls-untrusted", 1);
			assertThat(upstream.connections()).isEqualTo(1);
		}
	}

	@Test
	void aPlainServerWhereTlsIsExpected() {
		RawUpstream upstream = RawUpstream.start();
		String plain = upstream.baseUrl();
		try (RunningRelay relay = RunningRelay.start(plain.replace("http:", "https:"), QUICK,
				"--relay.upstream.deadline=2s", "--relay.upstream.connect-timeout=200ms")) {
			assertThat(detail(relay.get("/v1/runs/a/result"))).contains("tls-protocol");
		}
	}

	@Test
	void aCertificateForAnotherName() throws Exception {
		try (TlsUpstream upstream = TlsUpstream.with(authority.issue("elsewhere", "dns:elsewhere.test"))) {
			trusting(() -> checkSaysWhy(upstream.baseUrl("localhost"), "tls-name", 1));
			assertThat(upstream.connections()).isEqualTo(1);
		}
	}

	@Test
	void aCertificateThatHasExpired() throws Exception {
		try (TlsUpstream upstream = TlsUpstream.with(authority.issueExpired("expired", "dns:localhost"))) {
			trusting(() -> checkSaysWhy(upstream.baseUrl("localhost"), "tls-expired", 1));
			assertThat(upstream.connections()).isEqualTo(1);
		}
	}

	@Test
	void aCertificateThatIsInOrder() throws Exception {
		try (TlsUpstream upstream = TlsUpstream.with(authority.issue("good", "dns:localhost"))) {
			trusting(() -> {
				try (RunningRelay relay = RunningRelay.start(upstream.baseUrl("localhost"))) {
					assertThat(relay.get("/v1/runs/a/result").status()).isEqualTo(200);
				}
			});
		}
	}

	// What the JVM trusts is read when a relay starts.
	private static void trusting(Runnable check) {
		System.setProperty("javax.net.ssl.trustStore", authority.trustStore().toString());
		System.setProperty("javax.net.ssl.trustStorePassword", CertificateAuthority.PASSWORD);
		try {
			check.run();
		}
		finally {
			System.clearProperty("javax.net.ssl.trustStore");
			System.clearProperty("javax.net.ssl.trustStorePassword");
		}
	}

	private static void checkSaysWhy(String baseUrl, String cause, int requests, String... settings) {
		String[] all = java.util.Arrays.copyOf(settings, settings.length + 1);
		all[settings.length] = QUICK;
		try (RunningRelay relay = RunningRelay.start(baseUrl, all)) {
			LogWatch log = LogWatch.anew();
			RawResponse answer = relay.get("/v1/runs/a/result");

			ProblemDocument.check(answer, 502, "upstream-unreachable");
			assertThat(detail(answer)).contains('(' + cause + ')');
			assertThat(log.lines()).filteredOn((line) -> line.contains("upstream unavailable"))
				.singleElement()
				.asString()
				.contains("cause=\"" + cause + '"');
			assertThat(managed(relay, "/actuator/prometheus")).contains("relay_upstream_requests_seconds_count{cause=\""
					+ cause + "\",project=\"default\",status=\"unreachable\"} " + requests);
			assertThat(managed(relay, "/actuator/relay")).contains("\"cause\":\"" + cause + '"');
		}
	}

	// What finds no room in the queue of those who connect is not answered.
	private static List<Socket> fill(ServerSocket server) throws IOException {
		List<Socket> queue = new ArrayList<>();
		try {
			while (true) {
				Socket next = new Socket();
				queue.add(next);
				next.connect(server.getLocalSocketAddress(), 200);
			}
		}
		catch (SocketTimeoutException ex) {
			return queue;
		}
	}

	private static String managed(RunningRelay relay, String path) {
		return relay.atManagement(RunningRelay.bare("GET", path, "Accept: */*")).text();
	}

	private static String detail(RawResponse answer) {
		return answer.text().replaceAll("(?s).*\"detail\":\"([^\"]*)\".*", "$1");
	}

}
