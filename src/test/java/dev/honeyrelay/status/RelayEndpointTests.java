package dev.honeyrelay.status;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Script;
import dev.honeyrelay.harness.Stage;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an operator sees on the management port, and what nobody does.
 */
class RelayEndpointTests {

	private final Stage stage = Stage.open("--relay.upstream.retry.max-attempts=1");

	@Test
	void theStatusTellsHowEverythingIsDoing() throws Exception {
		try (this.stage) {
			JsonNode before = status();
			assertThat(before.at("/projects/default/upstream/lastSuccess").isNull()).isTrue();
			assertThat(before.at("/projects/default/upstream/failingSince").isNull()).isTrue();
			assertThat(before.at("/cache/entries").intValue()).isZero();
			assertThat(before.at("/cache/hitRatio").isNull()).isTrue();

			this.stage.relay().get("/v1/runs/status/result");
			this.stage.relay().get("/v1/runs/status/result");
			this.stage.upstream().on("broken", Script.answer("500 Oops", "text/html", "<h1>Oops</h1>"));
			this.stage.relay().get("/v1/runs/broken/result");
			this.stage.relay().get("/v1/runs/broken/result");

			JsonNode project = status().at("/projects/default");
			assertThat(project.at("/key/masked").stringValue()).isEqualTo("****9f3b");
			assertThat(project.at("/key/origin").stringValue()).isEqualTo("environment");
			assertThat(project.at("/key/since").stringValue()).endsWith("Z");
			assertThat(project.at("/key/ageSeconds").intValue()).isBetween(0, 600);
			assertThat(project.at("/upstream/circuit").stringValue()).isEqualTo("closed");
			assertThat(project.at("/upstream/lastSuccess").stringValue()).endsWith("Z");
			assertThat(project.at("/upstream/outage").stringValue()).isEqualTo("failed");
			assertThat(project.at("/upstream/failingSince").stringValue())
				.isLessThanOrEqualTo(project.at("/upstream/lastFailure").stringValue());
			assertThat(status().at("/cache/entries").intValue()).isEqualTo(1);
			assertThat(status().at("/cache/bytes").intValue()).isPositive();
			assertThat(status().at("/cache/hitRatio").doubleValue()).isEqualTo(0.5);
			assertThat(status().at("/credentials/file").stringValue()).isEqualTo("none");

			this.stage.relay().get("/v1/runs/status-2/result");
			assertThat(status().at("/projects/default/upstream/failingSince").isNull()).isTrue();
		}
	}

	@Test
	void theStatusHasNoSecretAndIsNotForCallers() throws Exception {
		try (this.stage) {
			HttpResponse<String> status = get();

			assertThat(status.statusCode()).isEqualTo(200);
			assertThat(status.headers().firstValue("Content-Type"))
				.hasValueSatisfying((type) -> assertThat(type).contains("json"));
			assertThat(status.body()).doesNotContain(RunningRelay.KEY, RunningRelay.TOKEN, "canary", "stays-here");
			assertThat(this.stage.relay().get("/actuator/relay").status()).isEqualTo(404);
			assertThat(this.stage.relay().send(RunningRelay.bare("GET", "/actuator/relay")).status()).isEqualTo(401);
		}
	}

	private JsonNode status() throws IOException, InterruptedException {
		return new JsonMapper().readTree(get().body());
	}

	private HttpResponse<String> get() throws IOException, InterruptedException {
		String port = this.stage.relay().component(Environment.class).getProperty("local.management.port");
		URI uri = URI.create("http://127.0.0.1:" + port + "/actuator/relay");
		try (HttpClient client = HttpClient.newHttpClient()) {
			return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
		}
	}

}
