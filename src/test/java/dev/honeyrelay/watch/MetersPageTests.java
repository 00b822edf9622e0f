package dev.honeyrelay.watch;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Stage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the page's table of meters to a running relay, in both directions.
 */
class MetersPageTests {

	@Test
	void thePageListsWhatIsThereAndNothingElse() throws Exception {
		// A shared level and an issuer that cannot be reached have their meters all the
		// same.
		try (Stage stage = Stage.open("--relay.cache.shared.enabled=true", "--spring.data.redis.port=1",
				"--relay.jwt.issuer=http://127.0.0.1:1", "--relay.jwt.audience=relay")) {
			stage.relay().get("/v1/runs/metered/result");

			assertThat(Meters.shownBy(stage.relay())).isEqualTo(Meters.documented());
		}
	}

	@Test
	void runsCallersAndOddRequestsMakeNoMeters() throws Exception {
		try (Stage stage = Stage.open()) {
			ask(stage, 0);
			long before = Meters.scrape(stage.relay()).lines().filter(MetersPageTests::isOurs).count();
			for (int i = 1; i < 50; i++) {
				ask(stage, i);
			}

			assertThat(Meters.scrape(stage.relay()).lines().filter(MetersPageTests::isOurs)).hasSize((int) before);
		}
	}

	@Test
	void answersAndProblemsAreCountedOnce() throws Exception {
		try (Stage stage = Stage.open()) {
			RunningRelay relay = stage.relay();
			List<RawResponse> answers = List.of(relay.get("/v1/runs/counted/result"),
					relay.get("/v1/runs/counted/result"),
					relay.send(RunningRelay.bare("GET", "/v1/runs/counted/result")),
					relay.get("/v1/runs/counted/nothing"), relay.get("/v1/runs/c%2fd/result"),
					relay.send("GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n"));

			assertThat(answers).extracting(RawResponse::status).containsExactly(200, 200, 401, 404, 400, 400);
			Set<String> expected = new TreeSet<>();
			Map.of("relay_answers_seconds_count{outcome=\"miss\"}", "1", "relay_answers_seconds_count{outcome=\"hit\"}",
					"1", "relay_problems_total{problem=\"unauthenticated\",status=\"401\"}", "1.0",
					"relay_problems_total{problem=\"not-found\",status=\"404\"}", "1.0",
					"relay_problems_total{problem=\"invalid-request\",status=\"400\"}", "2.0",
					"relay_problems_total{problem=\"internal-error\",status=\"500\"}", "0.0")
				.forEach((meter, value) -> expected.add(meter + ' ' + value));
			// Who has an answer may be quicker than who counts it.
			awaitScrape(relay, expected);
		}
	}

	private static void awaitScrape(RunningRelay relay, Set<String> lines) throws Exception {
		long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
		List<String> scrape = Meters.scrape(relay).lines().toList();
		while (!scrape.containsAll(lines) && System.nanoTime() < end) {
			scrape = Meters.scrape(relay).lines().toList();
		}
		assertThat(scrape).containsAll(lines);
	}

	private static boolean isOurs(String line) {
		return line.startsWith("relay_") || line.startsWith("http_");
	}

	private static void ask(Stage stage, int number) {
		stage.relay().get("/v1/runs/many-" + number + "/result?aggregate_function=p95");
		stage.relay().get("/v1/runs/many-" + number + "/nowhere");
		stage.relay().send("METHOD" + number, "/v1/runs/many-0/result");
		stage.relay().send(RunningRelay.bare("GET", "/v1/runs", "Authorization: Bearer nobody-" + number));
	}

}
