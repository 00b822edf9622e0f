package dev.honeyrelay.views;

import java.util.stream.Stream;

import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.Script;
import dev.honeyrelay.harness.Stage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A trend waits for HoneyHive no longer than a single answer does, however many runs it
 * has.
 */
@Timeout(60)
class TrendPatienceTests {

	private static Stage stage;

	@BeforeAll
	static void open() {
		stage = Stage.open("--relay.upstream.deadline=1s", "--relay.upstream.retry.max-attempts=1",
				"--relay.upstream.circuit.enabled=false", "--relay.cache.refresh-ahead=0",
				"--relay.cache.min-fresh=1ms", "--relay.cache.first-fresh=1ms", "--relay.cache.stale-wait=30s",
				"--relay.views.concurrent-results=2");
	}

	@AfterAll
	static void close() {
		stage.close();
	}

	@Test
	void whatHasNotComeByThenIsATimeoutOrTheOlderResult() {
		for (String run : new String[] { "a", "d" }) {
			stage.upstream().on(run, result(run));
			stage.relay().get("/v1/runs/" + run + "/result");
			stage.upstream().on(run, Script.hangs());
		}
		stage.upstream().on("b", Script.hangs());
		stage.upstream().on("c", Script.hangs());

		RawResponse trend = stage.relay().get("/views/trend.csv?run_ids=b,a,c,d");

		assertThat(trend.status()).isEqualTo(200);
		assertThat(trend.text().lines().skip(1)).hasSize(4)
			.anyMatch((row) -> row.contains(",a,") && row.contains(",1,"))
			.anyMatch((row) -> row.contains(",b,") && row.contains("upstream-timeout"))
			.anyMatch((row) -> row.contains(",c,") && row.contains("upstream-timeout"))
			.anyMatch((row) -> row.contains(",d,") && row.contains(",1,"));
		assertThat(Stream.of("a", "b", "c", "d").mapToInt((run) -> stage.upstream().asked(run).size()).sum())
			.as("two before, two at a time, and then no more")
			.isEqualTo(4);
		assertThat(trend.value("Cache-Status")).contains("forwarded-2-of-4");
	}

	@Test
	void whatCameInTimeIsThere() {
		stage.upstream().on("quick", result("quick"));
		stage.upstream().on("slow", Script.hangs());

		RawResponse trend = stage.relay().get("/views/trend.csv?run_ids=quick,slow");

		assertThat(trend.text().lines().skip(1)).hasSize(2)
			.anyMatch((row) -> row.contains(",quick,") && row.contains(",1,"))
			.anyMatch((row) -> row.contains(",slow,") && row.contains("upstream-timeout"));
	}

	private static Script result(String run) {
		return Script.json("""
				{"status":"completed","metrics":{"details":[{"metric_name":"m","aggregate":1}]},
				"run_object":{"run_id":"%s","status":"completed","created_at":"2026-01-01T00:00:00Z"}}"""
			.formatted(run));
	}

}
