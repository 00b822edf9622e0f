package dev.honeyrelay.views;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.Script;
import dev.honeyrelay.harness.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What pages say is whole, stands where it is looked for, and stays true.
 */
class PageContentTests {

	private static final String RUN = """
			{"status":"completed","run_object":{"status":"completed","name":"n"},"metrics":{"details":[
			{"metric_name":"m","aggregate":0.5}]},"datapoints":[%s]}""";

	@Test
	void ofManyValuesOfAMetricWholeOnesAreShownAndTheOthersCounted() {
		List<String> values = IntStream.range(0, 20)
			.mapToObj((number) -> "0." + (number + 10) + "3456789012345")
			.toList();
		String page = run(RUN.formatted("{\"datapoint_id\":\"d\",\"metrics\":[" + values.stream()
			.map((value) -> "{\"name\":\"m\",\"value\":" + value + '}')
			.collect(Collectors.joining(",")) + "]}"));

		assertThat(cells(page)).contains(String.join(", ", values.subList(0, 10)) + ", and 10 more");
		assertThat(page).doesNotContain("\u2026");
	}

	@Test
	void aShortValueAfterALongOneIsCountedSoThatTheOrderStays() {
		String page = run(RUN.formatted("""
				{"datapoint_id":"d","metrics":[{"name":"m","value":1},{"name":"m","value":"%s"},{"name":"m","value":2,
				"passed":false}]}""".formatted("x".repeat(300))));

		assertThat(cells(page)).contains("failed: 1, and 2 more");
	}

	@Test
	void metricsOfFailedDataPointsHaveColumnsBeforeThoseOfOthers() {
		String others = IntStream.range(0, 30)
			.mapToObj((number) -> "{\"datapoint_id\":\"d%1$d\",\"passed\":true,\"metrics\":{\"other%1$d\":1}},"
				.formatted(number))
			.collect(Collectors.joining());
		String page = run(
				RUN.formatted(others + "{\"datapoint_id\":\"bad\",\"passed\":false,\"metrics\":{\"worst\":7}}"));

		assertThat(cells(page)).containsSubsequence("failed", "bad", "7", "passed", "d0");
		assertThat(page).contains("<bdi>worst</bdi></th>", "It shows 24 metrics.", "<option value=\"m\">",
				"<option value=\"other29\">");
	}

	@Test
	void metricsOfDataPointsThatAreNotShownTakeNoColumns() {
		String failing = IntStream.range(0, 1999)
			.mapToObj((
					number) -> "{\"datapoint_id\":\"f%d\",\"metrics\":[{\"name\":\"m\",\"value\":0,\"passed\":false}]},"
						.formatted(number))
			.collect(Collectors.joining());
		String hidden = IntStream.range(0, 30)
			.mapToObj((number) -> "{\"datapoint_id\":\"d%1$d\",\"metrics\":{\"hidden%1$d\":1}},".formatted(number))
			.collect(Collectors.joining());
		String page = run(RUN.formatted(hidden + failing + "{\"datapoint_id\":\"last\"}"));

		assertThat(page).contains("<bdi>m</bdi></th><th scope=\"col\" class=\"metric\"><bdi>hidden0</bdi></th></tr>",
				"It shows 2 metrics.");
	}

	@Test
	void howOldStaleNumbersAreGoesOnWhileThePageIsOpen() {
		try (Stage brief = Stage.open("--relay.cache.max-fresh=1ms", "--relay.cache.min-fresh=1ms",
				"--relay.upstream.retry.max-attempts=1")) {
			String run = brief.newRun();
			brief.upstream().on(run, Script.json(RUN.formatted("")));
			brief.relay().get("/views/runs/" + run);
			brief.upstream().on(run, Script.answer("503 Busy", "text/plain", "x"));

			assertThat(brief.relay().get("/views/runs/" + run).text())
				.containsPattern("that the relay has, read <time class=\"ago\" datetime=\"20[^\"]+Z\">[^<]+</time>\\.");
		}
	}

	@Test
	void aTrendOfWhichNothingCouldBeReadSaysSo() {
		String gone = failing();
		String page = ViewedRelay.get("/views/trend?run_ids=" + gone + ',' + failing()).text();

		assertThat(page).contains("No run could be read", "href=\"../problems/upstream-failed\"")
			.doesNotContain("<dt>Read</dt>", "just now");
		String one = ViewedRelay.get("/views/trend?run_ids=" + gone).text();
		assertThat(one).contains("No run could be read");
	}

	@Test
	void aTrendOfWhichSomeRunsCouldNotBeReadSaysHowMany() {
		String target = "/views/trend?run_ids=" + failing() + ',' + ViewedRelay.run(RUN.formatted(""));
		RawResponse page = ViewedRelay.get(target);

		assertThat(page.text()).contains("1 of 2 runs could not be read", "<dt>Read</dt>");
		assertThat(ViewedRelay.get("/views/trend?run_ids=" + ViewedRelay.run(RUN.formatted(""))).text())
			.doesNotContain("could not be read", "No run could be read");
	}

	@ParameterizedTest
	@CsvSource({ "running, 10, every ten seconds", "pending, 10, every ten seconds", "odd, 10, every ten seconds",
			"failed, 60, once a minute", "cancelled, 60, once a minute" })
	void aRunThatHasEndedIsLookedAtLessOften(String status, String seconds, String words) {
		String run = ViewedRelay.run(RUN.formatted("").replace("completed", status));

		for (String target : List.of("/views/runs/" + run, "/views/trend?run_ids=" + run)) {
			assertThat(ViewedRelay.get(target).text()).contains("Not settled", "This page looks again " + words,
					"<noscript><meta http-equiv=\"refresh\" content=\"" + seconds + '"');
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "failed", "cancelled" })
	void aTrendWithARunThatGoesOnIsLookedAtSoon(String ended) {
		String page = ViewedRelay
			.get("/views/trend?run_ids=" + ViewedRelay.run(RUN.formatted("").replace("completed", ended)) + ','
					+ ViewedRelay.run(RUN.formatted("").replace("completed", "running")))
			.text();

		assertThat(page).contains("This page looks again every ten seconds");
	}

	private static String failing() {
		String run = Stage.shared().newRun();
		Stage.shared().upstream().on(run, Script.answer("500 Broken", "text/plain", "x"));
		return run;
	}

	private static String run(String body) {
		return ViewedRelay.get("/views/runs/" + ViewedRelay.run(body)).text();
	}

	private static List<String> cells(String page) {
		return Pattern.compile("(?s)<td[^>]*>(.*?)</td>")
			.matcher(page)
			.results()
			.map((cell) -> cell.group(1).replaceAll("<[^>]*>", "").strip())
			.toList();
	}

}
