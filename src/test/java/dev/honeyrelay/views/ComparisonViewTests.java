package dev.honeyrelay.views;

import java.util.List;
import java.util.Map;

import dev.honeyrelay.harness.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A comparison as rows, in each of the shapes that HoneyHive has given it.
 */
class ComparisonViewTests {

	@Test
	void aRowIsAMetricOfTheComparison() {
		List<Map<String, String>> rows = ViewedRelay.json(fixture("compare.json") + "/metrics");

		assertThat(rows).hasSize(2);
		assertThat(rows.getFirst().keySet()).containsExactly("time", "new_run_id", "old_run_id", "new_run_name",
				"old_run_name", "metric", "metric_type", "event_name", "event_type", "aggregate_function", "old_value",
				"new_value", "difference", "percentage_change", "found_count", "improved_count", "degraded_count",
				"same_count");
		assertThat(rows.getLast().values()).containsExactly("\"2026-11-20T09:14:02.113Z\"",
				"\"d832576e-7061-4c13-8123-d1b4e8ed58fb\"", "\"7c8776d8-3d24-43c3-8c1f-bade46249992\"",
				"\"nightly-qa-2026-11-20\"", "\"nightly-qa-2026-11-13\"", "\"helpfulness\"", "\"CLIENT_SIDE\"",
				"\"answer_question\"", "\"chain\"", "null", "4.5", "4.333333333333333", "-0.16666666666666696",
				"-3.7037037037037104", "3", "0", "1", "2");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "old_aggregate:1,new_aggregate:2,difference:1,percentage_change:100|1,2,1,100",
					"old_value:1,new_value:2,delta:1,percent_change:100|1,2,1,100",
					"old_value:true,new_value:`text`,delta:null|true,\"text\",null,null",
					"old_aggregate:null,old_value:7,delta:`0.5`|7,null,0.5,null", "event_name:1|null,null,null,null" })
	void eachShapeFillsTheSameColumns(String members, String cells) {
		String body = """
				{"metrics":[{"metric_name":"m",%s}],"new_run":{"status":"completed"},"old_run":{"status":"completed"}}"""
			.formatted(members.replaceAll("([a-z_]+):", "\"$1\":").replace('`', '"'));

		assertThat(ViewedRelay.json(path(body) + "/metrics")).singleElement()
			.satisfies((row) -> assertThat(row.get("old_value") + ',' + row.get("new_value") + ','
					+ row.get("difference") + ',' + row.get("percentage_change"))
				.isEqualTo(cells));
	}

	@Test
	void theDataPointsAreListedWithTheirChange() {
		List<List<String>> lines = ViewedRelay.csv(fixture("compare.json") + "/datapoints");

		assertThat(lines.getFirst()).containsExactly("time", "new_run_id", "old_run_id", "metric", "event_name",
				"datapoint_id", "change");
		assertThat(lines.stream().skip(1).map((line) -> String.join(",", line.subList(3, 7)))).containsExactly(
				"answer_correctness,answer_question,EXT-9f31c0d2a7b84e16,improved",
				"answer_correctness,answer_question,EXT-27aa5be0c4f1d933,improved",
				"answer_correctness,answer_question,EXT-d08e61b97c2f4a50,same",
				"helpfulness,answer_question,EXT-d08e61b97c2f4a50,degraded",
				"helpfulness,answer_question,EXT-9f31c0d2a7b84e16,same",
				"helpfulness,answer_question,EXT-27aa5be0c4f1d933,same");
	}

	@Test
	void aMetricFailsWhereHoneyHiveCountsDegradedDataPoints() {
		String path = fixture("compare.json");

		assertThat(ViewedRelay.testcases(path + "/metrics")).containsExactly(
				"honeyhive.comparison|answer_correctness (answer_question)",
				"honeyhive.comparison|helpfulness (answer_question)|failure|helpfulness (answer_question):"
						+ " 4.333333333333333, before: 4.5, degraded data points: 1");
		assertThat(ViewedRelay.testcases(path + "/datapoints")).contains(
				"helpfulness (answer_question)|EXT-9f31c0d2a7b84e16",
				"helpfulness (answer_question)|EXT-d08e61b97c2f4a50|failure|helpfulness (answer_question): degraded")
			.hasSize(6);
	}

	@Test
	void aMetricFailsWhereHoneyHiveListsWhatItDoesNotCount() {
		String body = """
				{"new_run":{"status":"completed"},"old_run":{"status":"completed"},"metrics":[
				{"metric_name":"a","new_value":1,"degraded_count":0,"degraded":["d"]},
				{"metric_name":"b","new_value":1,"degraded":["d"]},{"metric_name":"c","degraded_count":0,"degraded":[]}]}""";

		assertThat(ViewedRelay.testcases(path(body) + "/metrics")).containsExactly(
				"honeyhive.comparison|a|failure|a: 1, before: no value,"
						+ " degraded data points: none counted, but some listed",
				"honeyhive.comparison|b|failure|b: 1, before: no value, degraded data points: some listed",
				"honeyhive.comparison|c");
	}

	@Test
	void whereHoneyHiveCountsNothingAMetricIsSkipped() {
		assertThat(ViewedRelay.testcases(fixture("compare_schema_2026.json") + "/metrics"))
			.containsExactly("honeyhive.comparison|answer_correctness|skipped|HoneyHive says nothing of it.");
		assertThat(ViewedRelay.testcases(fixture("compare_completed_but_cold.json") + "/metrics"))
			.containsExactly("honeyhive|nothing to report|skipped|HoneyHive says nothing of it.");
	}

	@Test
	void aRunThatIsNotSettledIsAnError() {
		assertThat(ViewedRelay.testcases(fixture("compare_new_running.json") + "/metrics")).singleElement()
			.asString()
			.matches("honeyhive\\|settled\\|error\\|The run .* is not completed; its status is running\\.");
	}

	private static String fixture(String file) {
		return path(new String(Fixtures.bytes(file), UTF_8));
	}

	private static String path(String body) {
		return "/views/runs/" + ViewedRelay.run(body) + "/compare/7c8776d8-3d24-43c3-8c1f-bade46249992";
	}

}
