package dev.honeyrelay.views;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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

	private static final Map<Integer, Script> PAGES = new ConcurrentHashMap<>();

	private static Stage stage;

	@BeforeAll
	static void open() {
		stage = Stage.open("--relay.cache.stale-wait=20ms", "--relay.views.list-max-age=1ms",
				"--relay.upstream.retry.max-attempts=1", "--relay.upstream.circuit.enabled=false");
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
		assertThat(meanwhile.value("Cache-Status")).contains("; ttl=-");
		assertThat(meanwhile.value("Age")).isNotNull();
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

	@Test
	void aListIsAWhole() {
		stage.renew();
		page(1, "nb", "new-1");
		page(2, "nb", "old-2");
		assertThat(previous()).isEqualTo("/views/runs/old-2/metrics.csv");
		// Other runs have come, and the page with the one before cannot be had.
		page(1, "nb", "new-3");
		PAGES.put(2, Script.answer("500 Oh", "application/json", "{}"));

		assertThat(previous()).isEqualTo("/views/runs/old-2/metrics.csv");
		assertThat(stage.relay().get("/views/runs/@latest/metrics.csv?name=nb").value("Content-Location"))
			.isEqualTo("/views/runs/new-3/metrics.csv");
		// Of that list only the first page is known, which the second is not joined to.
		assertThat(stage.relay().get("/views/runs/@previous/metrics.csv?name=nb").status()).isEqualTo(502);
	}

	@Test
	void aNameThatIsTooLongIsRefusedBeforeHoneyHiveIsAsked() {
		int asked = asked();
		for (String path : List.of("/views/trend.csv?name=", "/views/runs/@latest/metrics.csv?name_prefix=")) {
			RawResponse refused = stage.relay().get(path + "x".repeat(8 * 1024 + 1));
			assertThat(refused.status()).isEqualTo(400);
			assertThat(refused.text()).contains("is longer than 8 KB");
		}
		assertThat(asked()).isEqualTo(asked);
	}

	private static String previous() {
		return stage.relay().get("/views/runs/@previous/metrics.csv?name=nb").value("Content-Location");
	}

	private static void page(int number, String name, String run) {
		PAGES.put(number, Script.json("{\"evaluations\":[{\"run_id\":\"" + run + "\",\"name\":\"" + name
				+ "\",\"status\":\"completed\"}],\"pagination\":{\"has_next\":" + (number < 2) + "}}"));
		stage.upstream().on("", (exchange) -> PAGES.get(exchange.target().contains("&page=2") ? 2 : 1).play(exchange));
		result(run);
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
		result(run);
	}

	private static void result(String run) {
		stage.upstream()
			.on(run, Script
				.json("{\"status\":\"completed\",\"run_object\":{\"run_id\":\"" + run + "\",\"status\":\"completed\"},"
						+ "\"metrics\":{\"details\":[{\"metric_name\":\"m\",\"aggregate\":1}]}}"));
	}

}
