package dev.honeyrelay.fastpath;

import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

import javax.net.SocketFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

import dev.honeyrelay.harness.CertificateAuthority;
import dev.honeyrelay.harness.RawCaller;
import dev.honeyrelay.harness.RawUpstream;
import dev.honeyrelay.harness.RunningRelay;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A relay that speaks TLS itself.
 */
@Timeout(60)
class TlsTests {

	private static final char[] PASSWORD = CertificateAuthority.PASSWORD.toCharArray();

	private static final Duration HEADER_TIMEOUT = Duration.ofSeconds(1);

	private static final Duration LONGER = HEADER_TIMEOUT.multipliedBy(3).dividedBy(2);

	@TempDir
	private static Path shared;

	private static Path keys;

	private static RunningRelay relay;

	@BeforeAll
	static void start() throws Exception {
		keys = keys(shared, "localhost");
		relay = RunningRelay.start(RawUpstream.start().baseUrl(),
				"--relay.callers.header-timeout=" + HEADER_TIMEOUT.toMillis() + "ms", "--server.ssl.key-store=" + keys,
				"--server.ssl.key-store-password=" + new String(PASSWORD));
	}

	@AfterAll
	static void stop() {
		relay.close();
	}

	@Test
	void whoPollsOverOneConnectionIsNotTakenForADrip() throws Exception {
		String poll = RunningRelay.request("GET", "/v1/runs/good/result").replace("relay.test", "localhost");
		try (RawCaller caller = connect()) {
			long end = System.nanoTime() + HEADER_TIMEOUT.multipliedBy(2).toNanos();
			while (System.nanoTime() < end) {
				assertThat(caller.send(poll).receive().status()).isEqualTo(200);
			}
		}
	}

	@Test
	void anotherCertificatesConnectionIsNotAnsweredFromMemory(@TempDir Path folder) throws Exception {
		Path both = keys(folder, "localhost");
		keys(folder, "other.test");
		SocketFactory sockets = sockets(both);
		String poll = RunningRelay.request("GET", "/v1/runs/good/result").replace("relay.test", "localhost");
		try (RunningRelay named = RunningRelay.start(RawUpstream.start().baseUrl(), "--server.ssl.key-store=" + both,
				"--server.ssl.key-store-password=" + new String(PASSWORD));
				RawCaller caller = caller(sockets, named, "localhost");
				RawCaller other = caller(sockets(both), named, "other.test")) {
			for (int times = 0; times < 4; times++) {
				assertThat(caller.send(poll).receive().status()).isEqualTo(200);
			}
			assertThat(other.send(poll).receive().status()).isEqualTo(400);
		}
	}

	@Test
	void aHandshakeThatStopsIsCut() throws Exception {
		try (RawCaller caller = relay.connect()) {
			assertThat(caller.send("\u0016\u0003\u0001\u0001\u0000\u0001\u0000").isClosed()).isTrue();
		}
	}

	@Test
	void aRequestThatStallsBelowTlsIsToldSo() throws Exception {
		try (RawCaller caller = connect()) {
			assertThat(caller.send("GET / HTTP/1.1\r\nHost: loc").receive().status()).isEqualTo(408);
		}
	}

	@Test
	void aConnectionOverWhichOnlyHandsWereShakenIsNotCut() throws Exception {
		String good = RunningRelay.request("GET", "/v1/runs/good/result").replace("relay.test", "localhost");
		try (RawCaller caller = connect()) {
			assertThat(caller.isClosedWithin(LONGER)).isFalse();
			assertThat(caller.send(good).receive().status()).isEqualTo(200);
			assertThat(caller.isClosedWithin(LONGER)).isFalse();
			assertThat(caller.send(good).receive().status()).isEqualTo(200);
		}
	}

	private static RawCaller connect() throws Exception {
		SSLSocket socket = (SSLSocket) sockets(keys).createSocket(InetAddress.getLoopbackAddress(), relay.port());
		socket.startHandshake();
		return new RawCaller(socket);
	}

	private static RawCaller caller(SocketFactory sockets, RunningRelay relay, String name) throws Exception {
		SSLSocket socket = (SSLSocket) sockets.createSocket(InetAddress.getLoopbackAddress(), relay.port());
		SSLParameters parameters = socket.getSSLParameters();
		parameters.setServerNames(List.of(new SNIHostName(name)));
		socket.setSSLParameters(parameters);
		return new RawCaller(socket);
	}

	private static Path keys(Path folder, String name) throws Exception {
		return CertificateAuthority.selfSigned(folder.resolve("keys.p12"), name);
	}

	private static SocketFactory sockets(Path keys) throws Exception {
		KeyStore known = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(keys)) {
			known.load(in, PASSWORD);
		}
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		for (String name : Collections.list(known.aliases())) {
			trusted.setCertificateEntry(name, known.getCertificate(name));
		}
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(trusted);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, trust.getTrustManagers(), null);
		return context.getSocketFactory();
	}

}
