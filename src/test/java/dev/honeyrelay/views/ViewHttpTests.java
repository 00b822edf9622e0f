package dev.honeyrelay.views;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.GZIPInputStream;

import dev.honeyrelay.fastpath.FastPathRelay;
import dev.honeyrelay.harness.LogWatch;
import dev.honeyrelay.harness.RawCaller;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Script;
import dev.honeyrelay.harness.Stage;
import dev.honeyrelay.memory.ByteBudget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A view is answered as everything else is.
 */
class ViewHttpTests {

	private static final String BODY = """
			{"status":"completed","run_object":{"status":"completed","name":"n"},"metrics":{"details":[
			{"metric_name":"m","aggregate":1}]},"datapoints":[%s]}""";

	private final Stage stage = Stage.shared();

	@ParameterizedTest
	@ValueSource(strings = { "metrics.json", "metrics.csv", "metrics.md", "metrics.junit.xml", "datapoints.csv" })
	void whoHasAViewGetsA304(String view) {
		String target = "/views/runs/" + ViewedRelay.run(BODY.formatted("")) + '/' + view;
		RawResponse identity = ViewedRelay.get(target);
		RawResponse gzip = ViewedRelay.get(target, "Accept-Encoding: gzip");

		assertThat(gzip.content()).isEqualTo(identity.body()).isNotEmpty();
		assertThat(gzip.value("Content-Encoding")).isEqualTo("gzip");
		assertThat(gzip.value("ETag")).isEqualTo(identity.value("ETag").replaceFirst("\"$", "-gzip\""));
		RawResponse known = this.stage.relay().get(target, "If-None-Match: W/" + identity.value("ETag"));
		assertThat(known.status()).isEqualTo(304);
		assertThat(known.names()).containsExactly("age", "cache-control", "cache-status", "content-location", "date",
				"etag", "relay-unchanged-for", "vary", "x-content-type-options", "x-request-id");
	}

	@Test
	void eachViewAndFormatHasATagOfItsOwn() {
		String run = "/views/runs/" + ViewedRelay.run(BODY.formatted("")) + '/';

		assertThat(List.of("metrics.json", "metrics.csv", "metrics.md", "metrics.junit.xml", "datapoints.json",
				"datapoints.csv", "datapoints.junit.xml"))
			.extracting((view) -> ViewedRelay.get(run + view).value("ETag"))
			.doesNotHaveDuplicates();
	}

	@Test
	void equalAnswersAboutTwoRunsHaveTagsOfTheirOwn() {
		String one = "/views/runs/" + ViewedRelay.run(BODY.formatted("")) + "/metrics.csv";
		String other = "/views/runs/" + ViewedRelay.run(BODY.formatted("")) + "/metrics.csv";

		// Where HoneyHive does not name the run, rows have the id that was asked for.
		assertThat(ViewedRelay.get(one).text()).isNotEqualTo(ViewedRelay.get(other).text());
		assertThat(ViewedRelay.get(one).value("ETag")).isNotEqualTo(ViewedRelay.get(other).value("ETag"));
	}

	@Test
	void headHasTheHeadersAndNoBody() {
		String target = "/views/runs/" + ViewedRelay.run(BODY.formatted("")) + "/metrics.csv";

		RawResponse head = this.stage.relay().send("HEAD", target);

		assertThat(head.status()).isEqualTo(200);
		assertThat(head.body()).isEmpty();
		RawResponse get = ViewedRelay.get(target);
		assertThat(head.value("ETag")).isEqualTo(get.value("ETag"));
		assertThat(get.value("Content-Type")).isEqualTo("text/csv; charset=utf-8; header=present")
			.isEqualTo(head.value("Content-Type"));
		assertThat(get.value("Vary")).isEqualTo(RawResponse.VARY);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Accept: application/json;q=0.9,text/plain", "Accept: text/csv", "Accept: image/png",
			"Accept: */*;q=0", "Accept: garbage" })
	void theEndingDecidesTheFormatAndAcceptNothing(String accept) {
		String target = "/views/runs/" + ViewedRelay.run(BODY.formatted("")) + "/metrics.";

		assertThat(ViewedRelay.get(target + "json", accept).value("Content-Type")).isEqualTo("application/json");
		assertThat(ViewedRelay.get(target + "csv", accept).value("Content-Type")).startsWith("text/csv");
	}

	@ParameterizedTest
	@CsvSource({ "/views/runs/a/metrics.xlsx, 404", "/views/runs/a/metrics, 404", "/views/runs/a/metrics., 404",
			"/views/runs/a/metrics.junit, 404", "/views/runs/a/datapoints.md, 404", "/views/runs.md, 404",
			"/views/runs.junit.xml, 404", "/views/, 404", "/views/runs/a/, 404", "/views/trend/, 404",
			"/views/runs/a/metrics.JSON, 404", "/views/runs/schema/metrics.json, 400",
			"/views/runs/-a/metrics.json, 400", "/views/runs/a/metrics.json?nonsense=1, 400",
			"/views/runs/a/metrics.json?name=x, 400", "/views/runs/a/metrics.json?aggregate_function=AVERAGE, 400",
			"/views/runs/@next/metrics.json, 400", "/views/runs/@latest/metrics.json, 400",
			"/views/runs/@latest/metrics.json?name=, 400", "/views/runs/@latest/metrics.json?name=a&name_prefix=b, 400",
			"/views/trend.json, 400", "/views/trend.json?name=a&run_ids=b, 400",
			"/views/trend.json?run_ids=a&run_ids=b, 400", "/views/trend.json?run_ids=, 400",
			"'/views/trend.json?run_ids=a,,b', 400", "/views/trend.csv?name=, 400",
			"/views/trend.csv?name=a&last=0, 400", "/views/trend.csv?name=a&last=51, 400",
			"/views/trend.csv?name=a&last=x, 400", "/views/trend.csv?name=a&last=1&last=2, 400",
			"/views/trend.csv?name=a&page=2, 400", "/views/trend.md?name=a, 404" })
	void whatIsNoViewIsRefusedAndNothingAsked(String target, int status) {
		int before = this.stage.upstream().asked();

		RawResponse refusal = this.stage.relay().get(target);

		assertThat(refusal.status()).as(target).isEqualTo(status);
		assertThat(refusal.value("Content-Type")).isEqualTo("application/problem+json");
		assertThat(this.stage.upstream().asked()).isEqualTo(before);
	}

	@Test
	void aViewNeedsACredentialAndAProjectAndIsOnlyRead() {
		String target = "/views/runs/a/metrics.json";
		RunningRelay relay = this.stage.relay();

		assertThat(relay.send(RunningRelay.bare("GET", target)).status()).isEqualTo(401);
		assertThat(relay.get(target, "Relay-Project: elsewhere").status()).isEqualTo(403);
		assertThat(relay.get("/views/projects/elsewhere/runs/a/metrics.json").status()).isEqualTo(403);
		for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS")) {
			assertThat(relay.send(method, target).status()).as(method).isEqualTo(405);
		}
	}

	@Test
	void anAddressThatIsTooLongForAFieldIsNoFault() {
		String target = "/views/trend.csv?run_ids=" + ViewedRelay.run(BODY.formatted("")) + "&metric=m".repeat(3000);

		RawResponse trend = ViewedRelay.get(target);

		assertThat(trend.text()).contains(",m,");
		assertThat(trend.value("Content-Location")).isNull();
	}

	@Test
	void theAuditLogNamesTheView() {
		String run = ViewedRelay.run(BODY.formatted(""));
		LogWatch log = LogWatch.anew();

		RawResponse view = ViewedRelay.get("/views/runs/" + run + "/metrics.csv");

		FastPathRelay.awaitThat(() -> log.lines().stream().anyMatch((line) -> line.contains("view:metrics.csv")));
		assertThat(log.lines()).anySatisfy((line) -> assertThat(line).contains("operation=\"view:metrics.csv\"", run,
				"outcome=\"miss\"", "bytes=\"" + view.body().length + '"'));
	}

	@Test
	void aProblemIsAProblemInEveryFormat() {
		String run = this.stage.newRun();
		this.stage.upstream().on(run, Script.answer("404 Not Found", "application/json", "{}"));
		for (String ending : List.of("json", "csv", "md", "junit.xml")) {
			RawResponse problem = this.stage.relay().get("/views/runs/" + run + "/metrics." + ending);

			assertThat(problem.status()).isEqualTo(404);
			assertThat(problem.text()).contains("/problems/run-not-found");
			assertThat(problem.names()).doesNotContain("etag", "content-location", "content-disposition");
		}
	}

	@Test
	void aStaleAnswerStandsInForAViewAsWell() {
		String run = this.stage.newRun();
		try (Stage brief = Stage.open("--relay.cache.max-fresh=1ms", "--relay.cache.min-fresh=1ms",
				"--relay.upstream.retry.max-attempts=1")) {
			brief.upstream().on(run, Script.json(BODY.formatted("")));
			String target = "/views/runs/" + run + "/metrics.json";
			RawResponse fresh = brief.relay().get(target);
			brief.upstream().on(run, Script.answer("503 Busy", "text/plain", "x"));

			RawResponse stale = brief.relay().get(target);

			assertThat(stale.text()).isEqualTo(fresh.text()).contains("\"metric\":\"m\"");
			assertThat(stale.value("Cache-Status")).contains("fwd=stale; fwd-status=503", "detail=stale-if-error");
		}
	}

	@Test
	void aHundredThousandRowsLeaveAsTheyAreRead() throws IOException {
		StringBuilder points = new StringBuilder();
		for (int number = 0; number < 100_000; number++) {
			points.append((number == 0) ? "" : ",")
				.append("{\"metrics\":[{\"name\":\"accuracy\",\"value\":0.")
				.append(number)
				.append(",\"passed\":true,\"explanation\":\"")
				.append("long ".repeat(20))
				.append("\"}],\"passed\":true,\"datapoint_id\":\"d-")
				.append(number)
				.append("\"}");
		}
		String path = "/views/runs/" + ViewedRelay.run(BODY.formatted(points)) + "/datapoints";

		assertThat(ViewedRelay.get(path + ".csv").text().lines()).hasSize(100_001)
			.element(12_346)
			.asString()
			.contains(",d-12345,,true,accuracy,,,0.12345,true");
		assertThat(ViewedRelay.get(path + ".junit.xml").text().split("<testcase ", -1)).hasSize(100_001);
		RawResponse gzip = ViewedRelay.get(path + ".json", "Accept-Encoding: gzip");
		assertThat(new GZIPInputStream(new ByteArrayInputStream(gzip.body())).readAllBytes().length)
			.isGreaterThan(20_000_000);
	}

	@Test
	void theBytesOfAViewThatNobodyTakesAreCountedUntilTheCallerHasGone() throws IOException {
		String point = "{\"datapoint_id\":\"" + "x".repeat(1000) + "\"}";
		String run = ViewedRelay.run(BODY.formatted((point + ',').repeat(9_999) + point));
		ByteBudget budget = this.stage.relay().component(ByteBudget.class);
		ViewedRelay.get("/views/runs/" + run + "/metrics.json");
		this.stage.relay().awaitRest();
		long free = budget.free();

		try (RawCaller caller = this.stage.relay().connect()) {
			caller.send(RunningRelay.request("GET", "/views/runs/" + run + "/datapoints.csv"));
			FastPathRelay.awaitThat(() -> budget.free() < free - 10_000_000);
		}

		FastPathRelay.awaitThat(() -> budget.free() == free);
	}

}
