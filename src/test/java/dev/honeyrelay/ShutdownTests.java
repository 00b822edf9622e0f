package dev.honeyrelay;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.honeyrelay.harness.RawUpstream;
import dev.honeyrelay.harness.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process of its own is told to end.
 */
@Timeout(90)
class ShutdownTests {

	private static final String TOKEN = "a-token-of-twenty-characters";

	private final HttpClient http = HttpClient.newHttpClient();

	@Test
	void readinessGoesFirstThenWhatIsUnderWayIsAnsweredThenTheProcessEndsWithZero() throws Exception {
		RawUpstream upstream = RawUpstream.start();
		CountDownLatch gate = new CountDownLatch(1);
		upstream.on("slow", (exchange) -> {
			awaitUninterruptibly(gate);
			Script.json(RawUpstream.goodBody("slow")).play(exchange);
		});
		int port = freePort();
		Process relay = start(port, upstream.baseUrl());
		try {
			awaitStatus(port, "/readyz", 200);
			CompletableFuture<HttpResponse<String>> slow = this.http.sendAsync(request(port, "/v1/runs/slow/result"),
					BodyHandlers.ofString());
			while (upstream.asked("slow").isEmpty()) {
				Thread.onSpinWait();
			}

			relay.destroy();
			awaitStatus(port, "/readyz", 503);
			assertThat(get(port, "/v1/runs/late/result")).isEqualTo(200);
			gate.countDown();

			assertThat(slow.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
			assertThat(relay.waitFor(30, TimeUnit.SECONDS)).isTrue();
			assertThat(relay.exitValue()).isZero();
		}
		finally {
			relay.destroyForcibly();
		}
	}

	private static Process start(int port, String upstream) throws Exception {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		ProcessBuilder builder = new ProcessBuilder(java, "--enable-native-access=ALL-UNNAMED", "-cp",
				System.getProperty("java.class.path"), HoneyHiveRelay.class.getName(), "--server.port=" + port,
				"--management.server.port=0", "--relay.upstream.base-url=" + upstream);
		builder.environment().put("HH_API_KEY", "hh_some_key");
		builder.environment().put("RELAY_TOKEN", TOKEN);
		return builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
	}

	private static int freePort() throws Exception {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private void awaitStatus(int port, String path, int status) throws InterruptedException {
		while (get(port, path) != status) {
			Thread.onSpinWait();
		}
	}

	private int get(int port, String path) throws InterruptedException {
		try {
			return this.http.send(request(port, path), BodyHandlers.ofString()).statusCode();
		}
		catch (java.io.IOException ex) {
			return 0;
		}
	}

	private static HttpRequest request(int port, String path) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
			.header("Authorization", "Bearer " + TOKEN)
			.build();
	}

	private static void awaitUninterruptibly(CountDownLatch gate) {
		try {
			gate.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
