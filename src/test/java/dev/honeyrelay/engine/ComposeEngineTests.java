package dev.honeyrelay.engine;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code compose.yaml} at work, but for Prometheus and Grafana.
 */
@Tag("engine")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ComposeEngineTests {

	private static final String RESULT = "/v1/runs/ci-48213/result";

	private static final Compose COMPOSE = new Compose();

	private final HttpClient http = HttpClient.newHttpClient();

	@BeforeAll
	static void start() {
		RelayImage.built();
		COMPOSE.run("up", "--detach", "--no-build", "relay", "redis", "honeyhive");
		Awaitility.await()
			.atMost(Duration.ofMinutes(3))
			.ignoreExceptionsInstanceOf(IOException.class)
			.until(() -> new ComposeEngineTests().get(8080, "/readyz").statusCode() == 200);
		Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> COMPOSE.run("logs", "honeyhive").contains("port"));
	}

	@AfterAll
	static void stop() {
		COMPOSE.run("down", "--volumes");
	}

	@Test
	void theRelayAnswersFromTheStandInAndSharesThroughRedis() throws Exception {
		HttpResponse<String> first = get(8080, RESULT);
		HttpResponse<String> second = get(8080, RESULT);

		assertThat(first.headers().firstValue("Cache-Status")).contains("honeyhive-relay; fwd=miss; stored");
		assertThat(second.headers().firstValue("Cache-Status").orElseThrow()).startsWith("honeyhive-relay; hit; ttl=");
		assertThat(second.body()).isEqualTo(first.body());
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> COMPOSE.run("exec", "-T", "redis", "redis-cli", "--scan").contains("honeyhive-relay:2:{"));
	}

	@Test
	void prometheusFindsWhatItLooksFor() throws Exception {
		assertThat(get(8081, "/actuator/prometheus").body()).contains("relay_cache_entries");
	}

	private HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
		String address = COMPOSE.run("port", "relay", String.valueOf(port)).strip();
		return this.http.send(HttpRequest.newBuilder(URI.create("http://" + address + path))
			.header("Authorization", "Bearer try-the-relay-with-me")
			.build(), BodyHandlers.ofString());
	}

}
