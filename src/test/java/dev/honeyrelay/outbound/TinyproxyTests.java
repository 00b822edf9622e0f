package dev.honeyrelay.outbound;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.honeyrelay.harness.CertificateAuthority;
import dev.honeyrelay.harness.ForwardProxy;
import dev.honeyrelay.harness.ProblemDocument;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RawUpstream;
import dev.honeyrelay.harness.RelayProcess;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.TlsUpstream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A proxy that companies have, with a user and a password: tinyproxy.
 */
@Tag("proxy")
class TinyproxyTests {

	@TempDir
	static Path folder;

	private static CertificateAuthority authority;

	private static TlsUpstream secure;

	private static int port;

	private static Process proxy;

	@BeforeAll
	static void start() throws Exception {
		authority = CertificateAuthority.in(folder);
		secure = TlsUpstream.with(authority.issue("honeyhive", "dns:localhost"));
		port = RelayProcess.freePort();
		Path configuration = Files.writeString(folder.resolve("tinyproxy.conf"), """
				Port %d
				Listen 127.0.0.1
				Allow 127.0.0.1
				Timeout 60
				BasicAuth relay %s
				ConnectPort %s
				ConnectPort 1
				LogFile "%s"
				""".formatted(port, ForwardProxy.PASSWORD, secure.baseUrl("").substring(9),
				folder.resolve("tinyproxy.log")));
		proxy = new ProcessBuilder("tinyproxy", "-d", "-c", configuration.toString()).redirectErrorStream(true)
			.redirectOutput(folder.resolve("tinyproxy.out").toFile())
			.start();
		Awaitility.await().ignoreExceptions().until(() -> {
			try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
				return socket.isConnected();
			}
		});
	}

	@AfterAll
	static void stop() throws Exception {
		proxy.destroy();
		proxy.waitFor();
		secure.close();
	}

	@Test
	void honeyHiveIsAskedThroughIt() throws Exception {
		try (RunningRelay relay = through(ForwardProxy.PASSWORD, secure.baseUrl("localhost"))) {
			assertThat(relay.get("/v1/runs/a/result").status()).isEqualTo(200);
			assertThat(relay.get("/v1/runs/b/result").status()).isEqualTo(200);
			assertThat(secure.connections()).isEqualTo(1);
		}
		assertThat(Files.readString(folder.resolve("tinyproxy.log"))).contains("CONNECT localhost:");
	}

	@Test
	void plainHttpIsAskedThroughIt() throws Exception {
		RawUpstream plain = RawUpstream.start();
		try (RunningRelay relay = through(ForwardProxy.PASSWORD, plain.baseUrl().replace("127.0.0.1", "localhost"))) {
			assertThat(relay.get("/v1/runs/a/result").status()).isEqualTo(200);
			assertThat(plain.last().values("Via")).isNotEmpty();
			assertThat(plain.last().values("Proxy-Authorization")).isEmpty();
		}
	}

	@Test
	void whatItRefusesIsNotTakenForHoneyHives() throws Exception {
		try (RunningRelay relay = through("not-the-password-of-the-proxy", secure.baseUrl("localhost"))) {
			checkBlamesTheProxy(relay.get("/v1/runs/a/result"));
		}
		try (RunningRelay relay = through("not-the-password-of-the-proxy", RawUpstream.start().baseUrl())) {
			checkBlamesTheProxy(relay.get("/v1/runs/a/result"));
		}
		// No such port is allowed; to that one nobody listens.
		for (String target : new String[] { "https://localhost:444", "https://localhost:1" }) {
			try (RunningRelay relay = through(ForwardProxy.PASSWORD, target)) {
				checkBlamesTheProxy(relay.get("/v1/runs/a/result"));
			}
		}
	}

	private static RunningRelay through(String password, String baseUrl) {
		return RunningRelay.start(baseUrl, "--relay.upstream.proxy=http://relay:" + password + "@127.0.0.1:" + port,
				"--relay.upstream.ssl-bundle=corp", "--relay.upstream.retry.backoff=1ms",
				"--spring.ssl.bundle.jks.corp.truststore.location=file:" + authority.trustStore(),
				"--spring.ssl.bundle.jks.corp.truststore.password=" + CertificateAuthority.PASSWORD);
	}

	private static void checkBlamesTheProxy(RawResponse answer) {
		ProblemDocument.check(answer, 502, "upstream-unreachable");
		assertThat(answer.text()).contains("(proxy)");
	}

}
