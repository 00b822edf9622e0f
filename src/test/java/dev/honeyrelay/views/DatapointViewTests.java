package dev.honeyrelay.views;

import java.util.List;
import java.util.Map;

import dev.honeyrelay.harness.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The data points of a result as rows and as a report.
 */
class DatapointViewTests {

	@Test
	void aRowIsAMetricOfADataPoint() {
		List<Map<String, String>> rows = ViewedRelay.json(fixture("result_completed.json"));

		assertThat(rows).hasSize(9);
		assertThat(rows.getFirst().keySet()).containsExactly("time", "run_id", "run_name", "status", "datapoint_id",
				"session_id", "passed", "metric", "event_name", "event_type", "value", "metric_passed");
		assertThat(rows.get(6).values()).containsExactly("\"2026-11-20T09:14:02.113Z\"",
				"\"d832576e-7061-4c13-8123-d1b4e8ed58fb\"", "\"nightly-qa-2026-11-20\"", "\"completed\"",
				"\"EXT-d08e61b97c2f4a50\"", "\"cbae2418-14d5-4ae6-99e2-2b1cda0b0b4f\"", "false",
				"\"answer_correctness\"", "\"answer_question\"", "\"chain\"", "0.5", "false");
	}

	@Test
	void aDataPointWithoutMetricsIsARow() {
		assertThat(ViewedRelay.json(fixture("result_nulls.json"))).singleElement()
			.satisfies((row) -> assertThat(row).containsEntry("passed", "true")
				.containsEntry("datapoint_id", "null")
				.containsEntry("metric", "null"));
	}

	@Test
	void whatFollowsTheMetricsOfADataPointIsInTheirRows() {
		String run = ViewedRelay
			.run("""
					{"datapoints":[{"metrics":[{"value":1},{"value":2}],"passed":true,"datapoint_id":"d"},
					 {"metrics":{"a":0.1,"b":{"value":"x"}},"session_id":"s"}, 7, null, [{"value":3}]],"status":"completed"}""");

		List<Map<String, String>> rows = ViewedRelay.json("/views/runs/" + run + "/datapoints");

		assertThat(rows.stream()
			.map((row) -> row.get("datapoint_id") + row.get("session_id") + row.get("metric") + row.get("value")))
			.containsExactly("\"d\"nullnull1", "\"d\"nullnull2", "null\"s\"\"a\"0.1", "null\"s\"\"b\"\"x\"");
	}

	@Test
	void aDataPointFailsWhereHoneyHiveSaysSo() {
		assertThat(ViewedRelay.testcases(fixture("result_completed.json"))).containsExactly(
				"honeyhive.datapoints|EXT-9f31c0d2a7b84e16", "honeyhive.datapoints|EXT-27aa5be0c4f1d933",
				"honeyhive.datapoints|EXT-d08e61b97c2f4a50|failure"
						+ "|answer_correctness (answer_question): 0.5, passing range from 0.7 to 1");
	}

	@Test
	void theSuiteSaysHowManyThereAre() {
		String suite = ViewedRelay.get(fixture("result_composite.json") + ".junit.xml").text();

		assertThat(suite)
			.contains("<testsuite name=\"with-composite\" tests=\"3\" failures=\"2\" errors=\"0\" skipped=\"0\">");
	}

	@Test
	void whatHoneyHiveSaysNothingOfIsSkippedAndNamesAreUnique() {
		String run = ViewedRelay.run("""
				{"status":"completed","run_object":{"status":"completed"},"datapoints":[{"datapoint_id":"d"},
				 {"datapoint_id":"d","metrics":[{"name":"m","passed":false,"value":0}]},{"datapoint_id":"d (2)",
				 "passed":true},{"datapoint_id":"d","metrics":[{"name":"m","passed":true}]},
				 {"datapoint_id":"bare","passed":false}]}""");

		assertThat(ViewedRelay.testcases("/views/runs/" + run + "/datapoints")).containsExactly(
				"honeyhive.datapoints|d|skipped|HoneyHive says nothing of it.",
				"honeyhive.datapoints|d (2)|failure|m: 0", "honeyhive.datapoints|d (2) (2)",
				"honeyhive.datapoints|d (3)", "honeyhive.datapoints|bare|failure|HoneyHive lists no metrics of it.");
	}

	@Test
	@Timeout(30)
	void oneHundredThousandDataPointsOfTheSameNameAreAsManyTestcases() {
		String points = "{\"passed\":true},".repeat(50_000)
				+ "{\"datapoint_id\":\"d\"},{\"datapoint_id\":\"e\"},".repeat(25_000) + "{\"datapoint_id\":\"f\"}";
		String path = "/views/runs/" + ViewedRelay
			.run("{\"status\":\"completed\",\"run_object\":{\"status\":\"completed\"},\"datapoints\":[" + points + "]}")
				+ "/datapoints";

		assertThat(ViewedRelay.testcases(path)).hasSize(100_001)
			.startsWith("honeyhive.datapoints|unnamed", "honeyhive.datapoints|unnamed (2)")
			.element(99_999)
			.asString()
			.startsWith("honeyhive.datapoints|e (25000)|skipped");
	}

	@Test
	void aNameThatEndsInANumberIsNoOthersWithANumber() {
		String run = ViewedRelay.run("""
				{"status":"completed","run_object":{"status":"completed"},"datapoints":[{"datapoint_id":"d (2) (2)"},
				 {"datapoint_id":"d (2)"},{"datapoint_id":"d"},{"datapoint_id":"d"},{"datapoint_id":"e (2)"},
				 {"datapoint_id":"e ()"},{"datapoint_id":"(2)"},{"datapoint_id":" (2)"},{"datapoint_id":"d(2)"}]}""");

		assertThat(ViewedRelay.testcases("/views/runs/" + run + "/datapoints"))
			.extracting((testcase) -> testcase.split("\\|", -1)[1])
			.containsExactly("d (2) (2) (2)", "d (2) (2)", "d", "d (2)", "e (2)", "e ()", "(2)", " (2)", "d(2)");
	}

	@Test
	void noRunThatIsNotSettledGivesAGreenReport() {
		for (String file : List.of("result_running.json", "result_pending.json", "result_failed.json",
				"result_cancelled.json", "result_error_field.json", "result_run_object_status_null.json")) {
			assertThat(ViewedRelay.testcases(fixture(file))).as(file)
				.singleElement()
				.asString()
				.startsWith("honeyhive|settled|error|");
		}
	}

	@Test
	void aRunOfWhichTwoStatusesAreToldIsNotSettled() {
		String run = ViewedRelay.run("""
				{"status":"running","status":"completed","run_object":{"status":"completed"},
				"datapoints":[{"datapoint_id":"d","passed":true}]}""");

		assertThat(ViewedRelay.testcases("/views/runs/" + run + "/datapoints")).singleElement()
			.asString()
			.startsWith("honeyhive|settled|error|HoneyHive says in two ways");
	}

	private static String fixture(String file) {
		return "/views/runs/" + ViewedRelay.run(new String(Fixtures.bytes(file), UTF_8)) + "/datapoints";
	}

}
