package dev.honeyrelay.views;

import java.util.concurrent.CountDownLatch;

import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.Script;
import dev.honeyrelay.harness.Stage;
import dev.honeyrelay.harness.States;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An older list of runs stands in for one that does not come.
 */
@Timeout(60)
class RunListsTests {

	private static final String TREND = "/views/trend.csv?name=nightly";

	private static Stage stage;

	@BeforeAll
	static void open() {
		stage = Stage.open("--relay.cache.stale-wait=20ms", "--relay.views.list-max-age=1ms");
	}

	@AfterAll
	static void close() {
		stage.close();
	}

	@Test
	void nobodyWaitsForAListWhereAnOlderOneIsAtHand() {
		list("one", new CountDownLatch(0));
		assertThat(trend().text()).contains(",one,");
		CountDownLatch gate = new CountDownLatch(1);
		list("two", gate);

		RawResponse meanwhile = trend();
		assertThat(meanwhile.text()).contains(",one,").doesNotContain(",two,");
		assertThat(meanwhile.value("Cache-Status")).contains("ttl=");
		// And nobody asks again at once.
		int asked = asked();
		assertThat(trend().text()).contains(",one,");
		assertThat(asked()).isEqualTo(asked);

		// What comes late is remembered, and is what stands in next.
		gate.countDown();
		States.await(() -> asked() > asked || trend().text().contains(",two,"));
		CountDownLatch never = new CountDownLatch(1);
		list("three", never);
		assertThat(trend().text()).contains(",two,").doesNotContain(",one,");
		never.countDown();
	}

	private static RawResponse trend() {
		RawResponse trend = stage.relay().get(TREND);
		assertThat(trend.status()).isEqualTo(200);
		return trend;
	}

	private static int asked() {
		return stage.upstream().asked("").size();
	}

	private static void list(String run, CountDownLatch gate) {
		stage.upstream()
			.on("", Script
				.json("{\"evaluations\":[{\"run_id\":\"" + run + "\",\"name\":\"nightly\",\"status\":\"completed\"}],"
						+ "\"pagination\":{\"page\":1,\"has_next\":false}}")
				.after(gate));
		stage.upstream()
			.on(run, Script
				.json("{\"status\":\"completed\",\"run_object\":{\"run_id\":\"" + run + "\",\"status\":\"completed\"},"
						+ "\"metrics\":{\"details\":[{\"metric_name\":\"m\",\"aggregate\":1}]}}"));
	}

}
