package dev.honeyrelay.api;

import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;

import dev.honeyrelay.Team;
import dev.honeyrelay.TeamRelay;
import dev.honeyrelay.harness.LogWatch;
import dev.honeyrelay.harness.ProblemDocument;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.Stage;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What callers beyond their limits are told, and where in the order of refusal.
 */
@Timeout(60)
class RateLimitTests {

	@Test
	void whoAsksTooOftenIsToldWhenToComeBack() {
		try (Stage stage = Stage.open("--relay.limits.requests-per-minute=4")) {
			assertThat(stage.relay().get("/v1/runs/often/result").value("Cache-Status")).contains("fwd=miss");
			assertThat(stage.relay().get("/v1/runs/often/result").value("Cache-Status")).contains("; hit;");
			assertThat(stage.relay().get("/v1/runs/often/result?x=1").status()).isEqualTo(400);
			assertThat(stage.relay().get("/v1/runs/often/result").status()).isEqualTo(200);

			RawResponse refused = stage.relay().get("/v1/runs/often/result?x=1");

			ProblemDocument.check(refused, 429, "rate-limited");
			String wait = refused.value("Retry-After");
			assertThat(Integer.parseInt(wait)).isBetween(1, 60);
			assertThat(refused.value("RateLimit-Policy")).isEqualTo("\"default\";q=4;w=60");
			assertThat(refused.value("RateLimit")).isEqualTo("\"default\";r=0;t=" + wait);
			// Whatever comes earlier in the order is told instead.
			ProblemDocument.check(stage.relay().get("/nothing"), 404, "not-found");
			ProblemDocument.check(stage.relay().send("PUT", "/v1/runs/often/result"), 405, "method-not-allowed");
			ProblemDocument.check(stage.relay().get("/v1/runs/often", "Relay-Project: none"), 403, "forbidden");
		}
	}

	@Test
	void aLineAMinuteTellsOfRefusals() {
		try (Stage stage = Stage.open("--relay.limits.requests-per-minute=1")) {
			LogWatch log = LogWatch.anew();
			for (int i = 0; i < 10; i++) {
				stage.relay().get("/v1/runs/told/result");
			}

			assertThat(log.warnings()).singleElement()
				.asString()
				.contains("callers beyond their limits", "requests=\"1\"");
		}
	}

	@Test
	void whatIsRefusedRefreshesAndCountsNothing() {
		String path = "/v1/runs/refused/result";
		try (Stage stage = Stage.open("--relay.limits.requests-per-minute=2", "--relay.cache.refresh-ahead=0.999999",
				"--relay.cache.min-fresh=1h")) {
			stage.relay().get(path);
			assertThat(stage.relay().get(path).value("Cache-Status")).contains("; hit;");
			stage.relay().awaitRest();
			int asked = stage.upstream().asked("refused").size();
			double lookedUp = lookUps(stage);

			for (int i = 0; i < 5; i++) {
				ProblemDocument.check(stage.relay().get(path), 429, "rate-limited");
			}

			stage.relay().awaitRest();
			assertThat(asked).isEqualTo(2);
			assertThat(stage.upstream().asked("refused")).hasSize(asked);
			assertThat(lookUps(stage)).isEqualTo(lookedUp).isPositive();
		}
	}

	@Test
	void whoHasAsMuchUnderWayAsItMayIsStillAnsweredFromMemory() {
		String one = "/v1/runs/limit-gated/result";
		try (TeamRelay relay = TeamRelay.start("--relay.limits.concurrent-misses=1")) {
			relay.get(Team.GRAFANA, "/v1/runs/limit/result");
			CompletableFuture<HttpResponse<String>> first = asking(relay, one);
			relay.gate().awaitHeld(1);

			HttpResponse<String> refused = relay.get(Team.GRAFANA, "/v1/runs/limit-2/result");

			assertThat(refused.statusCode()).isEqualTo(429);
			assertThat(refused.headers().firstValue("RateLimit-Policy"))
				.hasValue("\"concurrent-misses\";q=1;qu=\"concurrent-requests\"");
			assertThat(refused.headers().firstValue("RateLimit")).hasValue("\"concurrent-misses\";r=0;t=1");
			assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
			assertThat(refused.body()).contains("/problems/rate-limited");
			assertThat(relay.asked("limit-2")).isZero();
			assertThat(relay.get(Team.GRAFANA, "/v1/runs/limit/result").statusCode()).isEqualTo(200);
			assertThat(relay.get(Team.RELEASE_CI, "/v1/runs/limit-2/result").statusCode()).isEqualTo(200);
			CompletableFuture<HttpResponse<String>> joining = asking(relay, one);
			relay.gate().open();
			assertThat(first.join().statusCode()).isEqualTo(200);
			assertThat(joining.join().statusCode()).isEqualTo(200);
			assertThat(relay.asked("limit-gated")).isEqualTo(1);
			assertThat(relay.get(Team.GRAFANA, "/v1/runs/limit-3/result").statusCode()).isEqualTo(200);
		}
	}

	private static double lookUps(Stage stage) {
		return stage.relay()
			.component(MeterRegistry.class)
			.find("cache.gets")
			.functionCounters()
			.stream()
			.mapToDouble(FunctionCounter::count)
			.sum();
	}

	private static CompletableFuture<HttpResponse<String>> asking(TeamRelay relay, String path) {
		CompletableFuture<HttpResponse<String>> answer = new CompletableFuture<>();
		Thread.startVirtualThread(() -> answer.complete(relay.get(Team.GRAFANA, path)));
		return answer;
	}

}
