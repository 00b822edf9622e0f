package dev.honeyrelay.outbound;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.honeyrelay.harness.CertificateAuthority;
import dev.honeyrelay.harness.ForwardProxy;
import dev.honeyrelay.harness.LogWatch;
import dev.honeyrelay.harness.ProblemDocument;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RawUpstream;
import dev.honeyrelay.harness.RelayProcess;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.SocksProxy;
import dev.honeyrelay.harness.TlsUpstream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * HoneyHive is asked through a proxy. Its name is known to the proxy alone.
 */
class ProxiedUpstreamTests {

	private static final String NAME = "api.honeyhive.test";

	private static final String QUICK = "--relay.upstream.retry.backoff=1ms";

	@TempDir
	static Path folder;

	private static CertificateAuthority authority;

	private static TlsUpstream secure;

	private final RawUpstream plain = RawUpstream.start();

	private ForwardProxy proxy;

	@BeforeAll
	static void found() throws Exception {
		authority = CertificateAuthority.in(folder);
		secure = TlsUpstream.with(authority.issue("honeyhive", "dns:" + NAME));
	}

	@BeforeEach
	void start() throws Exception {
		this.proxy = ForwardProxy.start();
	}

	@AfterEach
	void stop() throws Exception {
		this.proxy.close();
	}

	@Test
	void aConnectionForHttpsIsLetThroughByName() {
		try (RunningRelay relay = through(this.proxy.url(), secure.baseUrl(NAME))) {
			assertThat(relay.get("/v1/runs/a/result").status()).isEqualTo(200);
			assertThat(this.proxy.lines())
				.containsExactly("CONNECT " + secure.baseUrl(NAME).substring(8) + " HTTP/1.1");
			assertThat(this.proxy.field("proxy-authorization")).isEmpty();
			assertThat(this.proxy.requests().toString()).doesNotContain(RunningRelay.KEY);
		}
	}

	@Test
	void plainHttpIsAskedByItsWholeUrlOverConnectionsThatAreKept() {
		String baseUrl = this.plain.baseUrl().replace("127.0.0.1", NAME);
		try (RunningRelay relay = through(this.proxy.urlWithPassword(), baseUrl)) {
			assertThat(relay.get("/v1/runs/a/result").status()).isEqualTo(200);
			assertThat(this.proxy.lines().getFirst()).startsWith("GET " + baseUrl + "/v1/runs/a/result");
			assertThat(this.proxy.field("host")).isEqualTo(baseUrl.substring(7));
			assertThat(this.proxy.field("proxy-authorization")).isEqualTo(ForwardProxy.basic());
			assertThat(this.plain.last().values("Proxy-Authorization")).isEmpty();
		}
	}

	@Test
	void userAndPasswordAreForTheProxyAlone() {
		try (RunningRelay relay = through(this.proxy.urlWithPassword(), secure.baseUrl(NAME))) {
			assertThat(relay.get("/v1/runs/a/result").status()).isEqualTo(200);
			assertThat(this.proxy.field("proxy-authorization")).isEqualTo(ForwardProxy.basic());
		}
	}

	@Test
	void aRefusalOfTheProxysIsNotTakenForHoneyHives() {
		try (RunningRelay relay = through(this.proxy.url(), secure.baseUrl(NAME), QUICK)) {
			checkRefusal(relay, 1, 407, "Proxy-Authenticate: Basic realm=\"proxy\"");
			checkRefusal(relay, 1, 403, "Server: proxy");
			checkRefusal(relay, 3, 502, "Server: proxy");
			checkRefusal(relay, 3, 504, "Server: proxy");

			this.proxy.heals();
			assertThat(relay.get("/v1/runs/b/result").status()).isEqualTo(200);
		}
	}

	@Test
	void ofPlainHttpIsTheProxysWhatItSaysIs() {
		String baseUrl = this.plain.baseUrl().replace("127.0.0.1", NAME);
		try (RunningRelay relay = through(this.proxy.url(), baseUrl, QUICK)) {
			checkRefusal(relay, 1, 407, "Proxy-Authenticate: Basic realm=\"proxy\"");
			checkRefusal(relay, 1, 401, "WWW-Authenticate: Basic realm=\"proxy\"");
			checkRefusal(relay, 1, 403, "X-Squid-Error: ERR_ACCESS_DENIED 0");
			checkRefusal(relay, 3, 504, "Proxy-Status: corp; error=connection_timeout");

			this.proxy.answers("HTTP/1.1 403 Forbidden");
			ProblemDocument.check(relay.get("/v1/runs/b/result"), 502, "upstream-credentials");
		}
	}

	private void checkRefusal(RunningRelay relay, int requests, int status, String field) {
		this.proxy.answers("HTTP/1.1 " + status + " No", field);
		int before = this.proxy.lines().size();
		LogWatch log = LogWatch.anew();

		checkBlamesTheProxy(relay.get("/v1/runs/refused-" + status + "/result"));
		assertThat(this.proxy.lines()).hasSize(before + requests);
		assertThat(log.lines().stream().filter((line) -> line.contains("proxy refused"))).hasSize(requests)
			.allMatch((line) -> line.contains("status=\"" + status + '"'));
	}

	@Test
	void aProxyThatNobodyHasStarted() throws Exception {
		String nobody = "http://127.0.0.1:" + RelayProcess.freePort();
		try (RunningRelay relay = through(nobody, secure.baseUrl(NAME), QUICK)) {
			checkBlamesTheProxy(relay.get("/v1/runs/a/result"));
		}
		try (RunningRelay relay = through("http://nobody.invalid:3128", secure.baseUrl(NAME), QUICK)) {
			checkBlamesTheProxy(relay.get("/v1/runs/a/result"));
		}
	}

	@Test
	void aProxyThatSaysNothingIsWaitedForNoLongerThanForAConnection() {
		this.proxy.answers();
		try (RunningRelay relay = through(this.proxy.url(), secure.baseUrl(NAME),
				"--relay.upstream.connect-timeout=200ms", "--relay.upstream.deadline=5s", QUICK)) {
			checkBlamesTheProxy(relay.get("/v1/runs/a/result"));
			assertThat(this.proxy.lines()).hasSize(3);
		}
		try (RunningRelay relay = through(this.proxy.url(), secure.baseUrl(NAME), "--relay.upstream.deadline=300ms")) {
			ProblemDocument.check(relay.get("/v1/runs/a/result"), 504, "upstream-timeout");
		}
	}

	@Test
	void tlsIsSpokenWithTheProxyItself() throws Exception {
		try (ForwardProxy behindTls = ForwardProxy.behindTls(authority.issue("proxy", "dns:localhost"))) {
			String url = "https://localhost:" + behindTls.port();
			try (RunningRelay relay = through(url, secure.baseUrl(NAME))) {
				assertThat(relay.get("/v1/runs/a/result").status()).isEqualTo(200);
			}
			try (RunningRelay relay = through(url, this.plain.baseUrl().replace("127.0.0.1", NAME))) {
				assertThat(relay.get("/v1/runs/a/result").status()).isEqualTo(200);
			}
			assertThat(behindTls.lines()).extracting((line) -> line.substring(0, line.indexOf(32)))
				.containsExactly("CONNECT", "GET");
			// That name is not the certificate's.
			try (RunningRelay relay = through(url.replace("localhost", "127.0.0.1"), secure.baseUrl(NAME))) {
				checkBlamesTheProxy(relay.get("/v1/runs/a/result"));
			}
			try (RunningRelay relay = through(url.replace("localhost", "127.0.0.1"),
					this.plain.baseUrl().replace("127.0.0.1", NAME))) {
				checkBlamesTheProxy(relay.get("/v1/runs/a/result"));
			}
		}
	}

	@Test
	void bySocksConnectionsAreLetThroughByName() throws Exception {
		try (SocksProxy socks = SocksProxy.start("relay", ForwardProxy.PASSWORD)) {
			String url = "socks5://relay:" + ForwardProxy.PASSWORD + "@127.0.0.1:" + socks.port();
			try (RunningRelay relay = through(url, secure.baseUrl(NAME))) {
				assertThat(relay.get("/v1/runs/a/result").status()).isEqualTo(200);
			}
			try (RunningRelay relay = through(url, this.plain.baseUrl().replace("127.0.0.1", NAME))) {
				assertThat(relay.get("/v1/runs/a/result").status()).isEqualTo(200);
			}
			assertThat(socks.hosts()).containsExactly(NAME, NAME);
			try (RunningRelay relay = through(url.replace(ForwardProxy.PASSWORD, "another"), secure.baseUrl(NAME))) {
				checkBlamesTheProxy(relay.get("/v1/runs/a/result"));
			}
		}
	}

	@Test
	void whatNeedsNoProxyIsAskedWithoutIt() {
		try (RunningRelay relay = RunningRelay.start(this.plain.baseUrl(), "--relay.upstream.proxy=" + this.proxy.url(),
				"--relay.upstream.no-proxy=.corp.example,127.0.0.0/8")) {
			assertThat(relay.get("/v1/runs/a/result").status()).isEqualTo(200);
			assertThat(this.proxy.lines()).isEmpty();
		}
	}

	private static RunningRelay through(String proxy, String baseUrl, String... settings) {
		List<String> all = new ArrayList<>(List.of(settings));
		all.add("--relay.upstream.circuit.enabled=false");
		all.addAll(List.of("--relay.upstream.proxy=" + proxy, "--relay.upstream.ssl-bundle=corp",
				"--spring.ssl.bundle.jks.corp.truststore.location=file:" + authority.trustStore(),
				"--spring.ssl.bundle.jks.corp.truststore.password=" + CertificateAuthority.PASSWORD));
		return RunningRelay.start(baseUrl, all.toArray(String[]::new));
	}

	private static void checkBlamesTheProxy(RawResponse answer) {
		ProblemDocument.check(answer, 502, "upstream-unreachable");
		assertThat(answer.text()).contains("(proxy)");
	}

}
