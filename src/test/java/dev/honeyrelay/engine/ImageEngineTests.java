package dev.honeyrelay.engine;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The image at work, with nothing that it may write to.
 */
@Tag("engine")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ImageEngineTests {

	private static final HoneyHive HONEY_HIVE = HoneyHive.shared();

	private static RelayContainer relay;

	@BeforeAll
	static void start() {
		relay = RelayContainer.start(HONEY_HIVE, Map.of());
	}

	@AfterAll
	static void stop() {
		relay.close();
	}

	@Test
	void theFirstAnswerIsHoneyHivesAndTheSecondComesFromMemory() {
		String run = HONEY_HIVE.newRun(7);

		HttpResponse<String> first = relay.get(HoneyHive.result(run));
		HttpResponse<String> second = relay.get(HoneyHive.result(run));

		assertThat(first.headers().firstValue("Cache-Status")).contains("honeyhive-relay; fwd=miss; stored");
		assertThat(second.headers().firstValue("Cache-Status").orElseThrow()).startsWith("honeyhive-relay; hit; ttl=");
		assertThat(second.body()).contains("{\"score\":7}").isEqualTo(first.body());
		assertThat(HONEY_HIVE.asked(run)).isOne();
	}

	@Test
	void probesAndMetersAnswer() {
		assertThat(List.of("/livez", "/readyz")).allMatch((path) -> relay.get(path).statusCode() == 200);
		assertThat(relay.manage("/actuator/health").body()).contains("\"status\":\"UP\"");
		assertThat(relay.meter("process_uptime_seconds")).isPositive();
	}

	@Test
	void itsOneProcessIsJavaWithoutAnyPower() {
		String status = relay.run("cat", "/proc/1/status");

		assertThat(status).contains("Name:\tjava\n", "Uid:\t10001\t10001", "Gid:\t10001\t10001", "NoNewPrivs:\t1")
			.contains("CapEff:\t0000000000000000", "CapPrm:\t0000000000000000", "CapBnd:\t0000000000000000");
	}

	@Test
	void nothingCanBeWrittenToItsRoot() {
		String tries = relay.run("sh", "-c",
				"for d in / /tmp /relay /var/tmp; do touch $d/x 2>/dev/null && echo $d; done; echo tried");

		assertThat(tries).isEqualTo("tried");
	}

	@Test
	void everyLineIsJsonAndTellsTheRequest() {
		relay.get(HoneyHive.result(HONEY_HIVE.newRun(1)), "X-Request-Id", "asked-by-a-test");

		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> relay.printed().toString().contains("asked-by-a-test"));
		List<Map<String, Object>> lines = relay.printed()
			.stream()
			.map(JsonParserFactory.getJsonParser()::parseMap)
			.toList();
		assertThat(lines).hasSizeGreaterThan(2)
			.allMatch((line) -> line.containsKey("ecs") && line.containsKey("@timestamp"));
		assertThat(lines).filteredOn((line) -> "asked-by-a-test".equals(line.get("request_id")))
			.extracting((line) -> line.get("message"))
			.containsExactly("read");
	}

}
