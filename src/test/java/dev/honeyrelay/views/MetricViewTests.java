package dev.honeyrelay.views;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.honeyrelay.harness.ApiSchemas;
import dev.honeyrelay.harness.Fixtures;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The metrics of a result as rows, over the wire.
 */
class MetricViewTests {

	private static final JsonMapper JSON = new JsonMapper();

	private static final String COLUMNS = "time,run_id,run_name,status,metric,metric_type,event_name,event_type,"
			+ "aggregate_function,value,passing_min,passing_max";

	@Test
	void aRowIsAMetricWithAllColumnsInTheirOrder() {
		String path = fixture("result_completed.json");

		List<Map<String, String>> rows = ViewedRelay.json(path);

		assertThat(rows).hasSize(3);
		assertThat(rows.getFirst().keySet()).containsExactly(COLUMNS.split(","));
		assertThat(rows.getFirst().values()).containsExactly("\"2026-11-20T09:14:02.113Z\"",
				"\"d832576e-7061-4c13-8123-d1b4e8ed58fb\"", "\"nightly-qa-2026-11-20\"", "\"completed\"",
				"\"answer_correctness\"", "\"CLIENT_SIDE\"", "\"answer_question\"", "\"chain\"", "\"average\"",
				"0.7833333333333333", "0.7", "1");
		assertThat(ViewedRelay.csv(path)).hasSize(4)
			.startsWith(List.of(COLUMNS.split(",")),
					List.of("2026-11-20T09:14:02.113Z", "d832576e-7061-4c13-8123-d1b4e8ed58fb", "nightly-qa-2026-11-20",
							"completed", "answer_correctness", "CLIENT_SIDE", "answer_question", "chain", "average",
							"0.7833333333333333", "0.7", "1"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "-0.0", "1e-7", "1E-7", "0.0000001", "1.0", "12345678901234567890", "9007199254740993",
			"0.30000000000000004", "1.7976931348623157e308", "-1e300", "0" })
	void aNumberKeepsItsSpellingInEveryFormat(String number) {
		String run = ViewedRelay.run("""
				{"status":"completed","metrics":{"details":[{"metric_name":"m","aggregate":%1$s,
				 "passing_range":{"min":%1$s},"datapoints":{"failed":["x"]}}]},
				 "run_object":{"status":"completed"}}""".formatted(number));
		String path = "/views/runs/" + run + "/metrics";

		assertThat(ViewedRelay.get(path + ".json").text())
			.contains("\"value\":" + number + ",\"passing_min\":" + number + ",\"passing_max\":null");
		assertThat(ViewedRelay.get(path + ".csv").text()).endsWith("," + number + "," + number + ",\r\n");
		assertThat(ViewedRelay.get(path + ".md").text()).contains(" | " + number + " | " + number + " |  |\n");
		assertThat(ViewedRelay.get(path + ".junit.xml").text())
			.contains("m: " + number + ", passing range from " + number);
	}

	@Test
	void metricsAsMembersAreReadAsMetricsInAList() {
		assertThat(ViewedRelay.json(fixture("result_legacy_metric_keys.json"))).singleElement()
			.satisfies((row) -> assertThat(row).containsEntry("metric", "\"accuracy\"")
				.containsEntry("value", "0.85")
				.containsEntry("aggregate_function", "\"average\"")
				.containsEntry("passing_min", "null"));
	}

	@Test
	void whatComesAfterTheMetricsIsInTheirRows() {
		String run = ViewedRelay.run("""
				{"metrics":{"details":[{"aggregate":1,"metric_name":"m"}],"aggregation_function":"p95"},
				 "run_object":{"name":"late","run_id":"r","status":"running"},"status":"completed"}""");

		assertThat(ViewedRelay.json("/views/runs/" + run + "/metrics")).singleElement()
			.satisfies((row) -> assertThat(row).containsEntry("run_name", "\"late\"")
				.containsEntry("run_id", "\"r\"")
				.containsEntry("status", "\"running\"")
				.containsEntry("aggregate_function", "\"p95\""));
	}

	@Test
	void everyAnswerOfHoneyHivesIsReadAndHasTheRowsThatAreDescribed() {
		for (String file : Fixtures.all()) {
			if (file.startsWith("result_")) {
				String path = fixture(file);
				int rows = ViewedRelay.json(path).size();
				assertThat(ViewedRelay.csv(path)).as(file).hasSize(rows + 1);
				assertThat(ViewedRelay.get(path + ".md").text().lines()).as(file).hasSize(rows + 2);
				ViewedRelay.junit(path);
				checkRows(path, "MetricRows");
				checkRows(path.replace("/metrics", "/datapoints"), "DatapointRows");
			}
			if (file.startsWith("compare") && !file.equals("compare_events.json")) {
				String path = fixture(file).replace("/metrics", "/compare/other/metrics");
				checkRows(path, "ComparisonRows");
				checkRows(path.replace("/metrics", "/datapoints"), "ComparedDatapointRows");
			}
		}
	}

	@Test
	void aResultWithoutMetricsIsAnEmptyTable() {
		String path = fixture("result_empty.json");

		assertThat(ViewedRelay.get(path + ".json").text()).isEqualTo("[]");
		assertThat(ViewedRelay.get(path + ".csv").text()).isEqualTo(COLUMNS + "\r\n");
	}

	@Test
	void aViewOfWhatIsStoredCostsHoneyHiveNothing() {
		String run = Stage.shared().newRun();
		ViewedRelay.get("/v1/runs/" + run + "/result");

		RawResponse view = ViewedRelay.get("/views/projects/default/runs/" + run + "/metrics.csv");

		assertThat(view.value("Cache-Status")).startsWith("honeyhive-relay; hit; ttl=");
		assertThat(view.value("Age")).isNotNull();
		assertThat(Stage.shared().upstream().asked(run)).hasSize(1);
	}

	@Test
	void pollsOfAViewAreAllTheView() {
		String run = Stage.shared().newRun();
		String target = "/views/runs/" + run + "/metrics.json";

		List<RawResponse> polls = IntStream.range(0, 6).mapToObj((poll) -> {
			// Whoever polls the result meanwhile teaches the fast path the JSON.
			ViewedRelay.get("/v1/runs/" + run + "/result");
			return ViewedRelay.get(target);
		}).toList();

		assertThat(polls).allSatisfy((poll) -> {
			assertThat(poll.text()).isEqualTo("[]");
			assertThat(poll.value("ETag")).isEqualTo(polls.getFirst().value("ETag"));
			assertThat(poll.value("Content-Disposition")).isEqualTo("inline; filename=\"" + run + "-metrics.json\"");
		});
	}

	private static void checkRows(String path, String response) {
		ApiSchemas.check("/responses/" + response + "/content/application~1json/schema",
				JSON.readTree(ViewedRelay.get(path + ".json").text()));
	}

	private static String fixture(String file) {
		return "/views/runs/" + ViewedRelay.run(new String(Fixtures.bytes(file), UTF_8)) + "/metrics";
	}

}
