package dev.honeyrelay.views;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import dev.honeyrelay.cache.ResponseCache;
import dev.honeyrelay.harness.Exchange;
import dev.honeyrelay.harness.LogWatch;
import dev.honeyrelay.fastpath.FastPathRelay;
import dev.honeyrelay.harness.RawCaller;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Script;
import dev.honeyrelay.harness.Stage;
import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.results.Results;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A metric over several runs, and runs that are named by their age.
 */
@Timeout(60)
class TrendTests {

	private static final JsonMapper JSON = new JsonMapper();

	private static final String LIST = "";

	private static Stage stage;

	@BeforeAll
	static void open() {
		stage = Stage.open("--relay.upstream.retry.max-attempts=1", "--relay.cache.refresh-ahead=0",
				"--relay.upstream.circuit.enabled=false", "--relay.limits.concurrent-misses=4",
				"--relay.upstream.max-in-flight=8MB", "--relay.upstream.max-response-size=4MB");
	}

	@AfterAll
	static void close() {
		stage.close();
	}

	@AfterEach
	void renew() {
		stage.renew();
	}

	@Test
	void aTrendHasTheRunsOfExactlyThatNameTheOldestFirst() {
		list(run("c", "nightly", "completed"), run("x", "nightly-2", "completed"), run("y", "my nightly", "completed"),
				run("b", "nightly", "completed"), run("z", null, "completed"), run("a", "nightly", "completed"));
		results("a", "b", "c");

		RawResponse trend = get("/views/trend.json?name=nightly");

		assertThat(texts(trend, "run_id")).containsExactly("a", "b", "c");
		assertThat(texts(trend, "value")).containsExactly("1", "2", "3");
		assertThat(JSON.readTree(trend.text()).get(0).propertyNames()).containsExactly("time", "run_id", "run_name",
				"status", "metric", "metric_type", "event_name", "event_type", "aggregate_function", "value",
				"passing_min", "passing_max", "problem");
		assertThat(trend.value("Cache-Status")).isEqualTo("honeyhive-relay; fwd=miss; detail=forwarded-3-of-3");
		assertThat(lists()).containsExactly("/v1/runs?name=nightly&sort_by=created_at&sort_order=desc&limit=100");
	}

	@Test
	void aTrendOfWhatIsStoredAsksNothing() {
		list(run("b", "nightly", "completed"), run("a", "nightly", "completed"));
		results("a", "b");
		RawResponse first = get("/views/trend.csv?name=nightly");
		int before = stage.upstream().asked();

		RawResponse second = get("/views/trend.csv?name=nightly");

		assertThat(stage.upstream().asked()).isEqualTo(before);
		assertThat(second.value("Cache-Status")).startsWith("honeyhive-relay; hit; ttl=");
		assertThat(second.value("Age")).isNotNull();
		assertThat(second.text()).isEqualTo(first.text())
			.startsWith("time,run_id,")
			.contains("\r\n2026-01-01T00:00:01Z,a,");
		RawResponse known = stage.relay().get("/views/trend.csv?name=nightly", "If-None-Match: " + first.value("ETag"));
		assertThat(known.status()).isEqualTo(304);
		RawResponse head = stage.relay().send("HEAD", "/views/trend.csv?name=nightly");
		assertThat(head.value("ETag")).isEqualTo(first.value("ETag"));
		assertThat(head.body()).isEmpty();
		RawResponse gzip = get("/views/trend.csv?name=nightly", "Accept-Encoding: gzip");
		assertThat(gzip.value("Content-Encoding")).isEqualTo("gzip");
		assertThat(gzip.text()).isEqualTo(first.text());
	}

	@Test
	void pagesAreFollowedAsFarAsTheRunsNeed() {
		results("r4", "r2");
		pages(7, (page) -> run("r" + page, (page % 2 == 0) ? "nightly" : "other", "completed"));

		assertThat(texts(get("/views/trend.json?name=nightly&last=1"), "run_id")).containsExactly("r2");
		assertThat(lists()).hasSize(2);
		assertThat(texts(get("/views/trend.json?name=nightly"), "run_id")).containsExactly("r4", "r2");
		assertThat(lists()).hasSize(5).last().asString().endsWith("&limit=100&page=5");
	}

	@Test
	void aRunThatMovesOnToTheNextPageMeanwhileCountsOnce() {
		results("a", "b");
		List<String> moved = List.of("b", "b", "a");
		pages(3, (page) -> run(moved.get(page - 1), "nightly", "completed"));

		assertThat(texts(get("/views/trend.json?name=nightly"), "run_id")).containsExactly("a", "b");
		stage.upstream().onOthers(Script.json("{}"));
		get("/views/runs/@latest/compare/@previous/metrics.json?name=nightly");
		assertThat(stage.upstream().last().target()).contains("/b/").contains("/a");
	}

	@Test
	void runsAreOrderedByMomentsHoweverTheyAreSpelt() {
		stage.upstream().on("late", Script.json(body("late", 1).replace("00:00:01Z", "00:00:01.500Z")));
		stage.upstream().on("early", Script.json(body("early", 1)));
		stage.upstream().on("first", Script.json(body("first", 1).replace("00:00:01Z", "01:30:01+02:00")));

		assertThat(texts(get("/views/trend.json?run_ids=late,early,first"), "run_id")).containsExactly("first", "early",
				"late");
	}

	@Test
	void aRunThatCannotBeHadIsARow() {
		list(run("ok", "nightly", "completed"), run("gone", "nightly", "completed"), run("bad", "nightly", "failed"));
		results("ok");
		stage.upstream().on("gone", Script.answer("404 Not Found", "application/json", "{}"));
		stage.upstream().on("bad", Script.answer("500 Oh", "application/json", "{}"));

		RawResponse trend = get("/views/trend.json?name_prefix=night");

		assertThat(texts(get("/views/trend.json?run_ids=ok,bad&last=1"), "run_id")).containsExactly("bad", "ok");
		assertThat(texts(trend, "run_id")).containsExactly("bad", "gone", "ok");
		assertThat(texts(trend, "problem")).containsExactly("upstream-failed", "run-not-found", "null");
		assertThat(texts(trend, "run_name")).containsExactly("nightly", "nightly", "named ok");
		assertThat(texts(trend, "metric")).containsExactly("null", "null", "m");
	}

	@Test
	void runsMayBeNamedByTheirIdsAndMetricsByTheirNames() {
		results("a", "b", "c");
		stage.upstream().on("gone", Script.answer("404 Not Found", "application/json", "{}"));

		assertThat(texts(get("/views/trend.json?run_ids=c,a,b,a"), "run_id")).containsExactly("a", "b", "c");
		assertThat(texts(get("/views/trend.json?run_ids=c,a,b&last=2"), "run_id")).containsExactly("b", "c");
		assertThat(texts(get("/views/trend.json?run_ids=c,gone"), "run_id")).containsExactly("gone", "c");
		assertThat(get("/views/trend.json?run_ids=c&metric=M").text()).isEqualTo("[]");
		assertThat(texts(get("/views/trend.json?run_ids=c&metric=M&metric=m"), "metric")).containsExactly("m");
		assertThat(lists()).isEmpty();
		get("/views/trend.json?run_ids=c&aggregate_function=max");
		assertThat(stage.upstream().last().target()).isEqualTo("/v1/runs/c/result?aggregate_function=max");
	}

	@Test
	void resultsThatDoNotFitTogetherAreReadOneAfterTheOther() {
		ByteBudget budget = stage.relay().component(ByteBudget.class);
		long free = budget.free();
		List<String> runs = IntStream.range(0, 12).mapToObj((number) -> "large-" + number).toList();
		String metric = "{\"metric_name\":\"m\",\"aggregate\":0.10,\"values\":[" + "1,".repeat(180) + "1]}";
		for (String run : runs) {
			stage.upstream()
				.on(run, Script
					.json(body(run, 1).replaceFirst("\\{\"metric_name[^}]*}", (metric + ',').repeat(2_999) + metric)));
		}
		String target = "/views/trend.csv?run_ids=" + String.join(",", runs);

		RawResponse first = get(target);

		assertThat(first.text().lines()).hasSize(1 + 12 * 3_000).element(20_000).asString().contains(",m,,,,,0.10,");
		assertThat(runs).allSatisfy((run) -> assertThat(stage.upstream().asked(run)).as(run).hasSize(1));
		RawResponse stored = get(target);
		assertThat(stored.text()).isEqualTo(first.text());
		assertThat(stored.value("Cache-Status")).startsWith("honeyhive-relay; hit");
		stage.relay().awaitRest();
		assertThat(budget.free()).isEqualTo(free);
	}

	@Test
	void slowAndLargeResultsAreAskedForOnceWhereTheirCallerMayHaveTwoUnderWay() {
		try (Stage narrow = Stage.open("--relay.limits.concurrent-misses=2", "--relay.upstream.max-in-flight=8MB",
				"--relay.upstream.max-response-size=4MB")) {
			List<String> runs = IntStream.range(0, 12).mapToObj((number) -> "slow-" + number).toList();
			String values = "{\"metric_name\":\"m\",\"aggregate\":0.10,\"values\":[" + "1,".repeat(180) + "1]}";
			CountDownLatch two = new CountDownLatch(2);
			for (String run : runs) {
				byte[] body = body(run, 1).replaceFirst("\\{\"metric_name[^}]*}", (values + ',').repeat(2_999) + values)
					.getBytes(UTF_8);
				narrow.upstream().on(run, (exchange) -> {
					two.countDown();
					Script.json(body).after(two).play(exchange);
				});
			}

			RawResponse trend = narrow.relay().get("/views/trend.csv?run_ids=" + String.join(",", runs));

			assertThat(trend.text().lines()).hasSize(1 + 12 * 3_000);
			assertThat(runs).allSatisfy((run) -> assertThat(narrow.upstream().asked(run)).as(run).hasSize(1));
		}
	}

	@Test
	void aTrendThatNobodyTakesKeepsALittleOfWhatMemoryThereIs() throws IOException {
		ByteBudget budget = stage.relay().component(ByteBudget.class);
		String metric = "{\"metric_name\":\"" + "m".repeat(1000) + "\"}";
		List<String> runs = List.of("wide-1", "wide-2", "wide-3", "wide-4");
		for (String run : runs) {
			stage.upstream()
				.on(run, Script
					.json(body(run, 1).replaceFirst("\\{\"metric_name[^}]*}", (metric + ',').repeat(2_999) + metric)));
			get("/v1/runs/" + run + "/result");
		}
		stage.relay().awaitRest();
		long free = budget.free();

		try (RawCaller caller = stage.relay().connect()) {
			caller
				.send(RunningRelay.request("GET",
						"/views/trend.csv?aggregate_function=average&run_ids=" + String.join(",", runs)))
				.awaitAnswer();

			assertThat(budget.free()).isBetween(free - budget.size() / 8, free - 1);
		}
		FastPathRelay.awaitThat(() -> budget.free() == free);
	}

	@Test
	void aListedRunWhoseIdCannotBeAskedForIsARow() {
		list("{\"run_id\":\"a b\",\"name\":\"nightly\",\"status\":\"completed\",\"created_at\":\"2026-01-02\"}",
				run("b", "nightly", "completed"), "{\"name\":\"nightly\",\"status\":\"completed\"}");
		results("b");

		RawResponse trend = get("/views/trend.json?name=nightly");

		assertThat(texts(trend, "run_id")).containsExactly("null", "b", "a b");
		assertThat(texts(trend, "problem")).containsExactly("invalid-request", "null", "invalid-request");
		assertThat(texts(trend, "time")).containsExactly("null", "2026-01-01T00:00:01Z", "2026-01-02");
		assertThat(trend.value("Cache-Status")).isEqualTo("honeyhive-relay; fwd=miss; stored");
		RawResponse latest = stage.relay().get("/views/runs/@latest/metrics.json?name=nightly");
		assertThat(latest.status()).isEqualTo(502);
		assertThat(latest.text()).contains("/problems/upstream-invalid");
	}

	@Test
	void aTrendOfStaleResultsSaysSo() {
		try (Stage brief = Stage.open("--relay.cache.max-fresh=1ms", "--relay.cache.min-fresh=1ms",
				"--relay.upstream.retry.max-attempts=1", "--relay.views.list-max-age=1ms")) {
			brief.upstream().on("a", Script.json(body("a", 1)));
			brief.upstream().on("b", Script.json(body("b", 2)));
			assertThat(brief.relay().get("/views/trend.csv?run_ids=a,b").value("Cache-Status"))
				.isEqualTo("honeyhive-relay; fwd=miss; detail=forwarded-2-of-2");
			brief.upstream().on("a", Script.answer("503 Busy", "text/plain", "x"));

			assertThat(brief.relay().get("/views/trend.csv?run_ids=a").value("Cache-Status"))
				.matches("honeyhive-relay; fwd=stale; fwd-status=503; ttl=-?\\d+; detail=stale-if-error");
			assertThat(brief.relay().get("/views/trend.csv?run_ids=a,b").value("Cache-Status"))
				.startsWith("honeyhive-relay; fwd=stale; ttl=");

			String list = "{\"evaluations\":[" + run("b", "nightly", "completed") + "]}";
			brief.upstream().on(LIST, Script.json(list));
			List<String> pages = List.of("/views/trend?name=nightly", "/views/runs/@latest?name=nightly");
			for (String page : pages) {
				assertThat(brief.relay().get(page).text()).doesNotContain("cannot be asked");
			}
			brief.upstream().on(LIST, Script.answer("503 Busy", "text/plain", "x"));
			for (String page : pages) {
				assertThat(brief.relay().get(page).text()).contains("at the moment which runs there are")
					.doesNotContain("at the moment.<");
			}
		}
	}

	@Test
	void aTrendSaysForHowManyRunsHoneyHiveWasAsked() {
		try (Stage suspended = Stage.open("--relay.upstream.retry.max-attempts=1")) {
			suspended.upstream().onOthers(Script.answer("503 Busy", "text/plain", "x"));
			suspended.upstream().on("a", Script.json(body("a", 1)));
			suspended.relay().get("/v1/runs/a/result");
			for (int number = 0; number < 5; number++) {
				suspended.relay().get("/v1/runs/bad-" + number + "/result");
			}
			int before = suspended.upstream().asked();

			RawResponse trend = suspended.relay().get("/views/trend.json?run_ids=a,b,c");

			assertThat(texts(trend, "problem")).containsExactly("upstream-suspended", "upstream-suspended", "null");
			assertThat(suspended.upstream().asked()).isEqualTo(before);
			assertThat(trend.value("Cache-Status")).isEqualTo("honeyhive-relay; detail=forwarded-0-of-3");
		}
	}

	@Test
	void missesAreAskedForTogetherWithinTheCallersLimit() {
		List<String> runs = IntStream.range(0, 8).mapToObj((number) -> "together-" + number).toList();
		CountDownLatch four = new CountDownLatch(4);
		for (String run : runs) {
			stage.upstream().on(run, (exchange) -> {
				four.countDown();
				Script.json(body(run, 1)).after(four).play(exchange);
			});
		}

		RawResponse trend = get("/views/trend.json?run_ids=" + String.join(",", runs));

		assertThat(texts(trend, "problem")).containsOnly("null").hasSize(8);
	}

	@Test
	void aTrendOfNothingIsEmptyAndAListThatCannotBeHadIsAProblem() {
		list();
		assertThat(get("/views/trend.json?name=nothing").value("Cache-Status"))
			.isEqualTo("honeyhive-relay; fwd=miss; stored=?0; detail=unsettled");
		RawResponse nothing = get("/views/trend.json?name=nothing");
		assertThat(nothing.text()).isEqualTo("[]");
		assertThat(nothing.value("Cache-Status")).matches("honeyhive-relay; hit; ttl=([89]|10)");
		assertThat(nothing.value("Age")).isNotNull();

		stage.upstream().on(LIST, Script.answer("500 Oh", "application/json", "{}"));
		RawResponse problem = stage.relay().get("/views/trend.json?name=other");
		assertThat(problem.status()).isEqualTo(502);
		assertThat(get("/views/trend.json?name=nothing").text()).isEqualTo("[]");
	}

	@Test
	void latestAndPreviousAreTheNewestThatAreCompleted() {
		list(run("e", "nightly", "running"), run("d", "nightly-x", "completed"), run("c", "nightly", "completed"),
				run("b", "nightly", "failed"), run("a", "nightly", "completed"));
		results("a", "c", "d");

		RawResponse latest = get("/views/runs/@latest/metrics.json?name=nightly&aggregate_function=max");
		RawResponse previous = get("/views/projects/default/runs/@previous/metrics.csv?name=nightly");

		assertThat(texts(latest, "run_id")).containsExactly("c");
		assertThat(latest.value("Content-Location")).isEqualTo("/views/runs/c/metrics.json?aggregate_function=max");
		assertThat(previous.value("Content-Location")).isEqualTo("/views/projects/default/runs/a/metrics.csv");
		assertThat(texts(get("/views/runs/%40latest/metrics.json?name_prefix=nightly"), "run_id")).containsExactly("d");
		assertThat(get(latest.value("Content-Location")).text()).isEqualTo(latest.text());
		RawResponse compared = get("/views/runs/@latest/compare/@previous/metrics.json?name=nightly");
		assertThat(compared.value("Content-Location")).isEqualTo("/views/runs/c/compare/a/metrics.json");
		assertThat(stage.upstream().last().target()).isEqualTo("/v1/runs/c/compare-with/a");
		assertThat(lists()).hasSize(1);
	}

	@Test
	void whereThereIsNoSuchRunItIsNotFound() {
		list(run("a", "nightly", "completed"), run("b", "other", "running"));

		for (String target : List.of("/views/runs/@previous/metrics.json?name=nightly",
				"/views/runs/@latest/metrics.json?name=other", "/views/runs/@latest/metrics.json?name=night")) {
			RawResponse problem = stage.relay().get(target);
			assertThat(problem.status()).isEqualTo(404);
			assertThat(problem.text()).contains("/problems/run-not-found");
		}
	}

	@Test
	void aPurgeForgetsTheList() {
		list(run("a", "nightly", "completed"));
		results("a", "b");
		get("/views/trend.json?name=nightly");
		list(run("b", "nightly", "completed"));
		assertThat(texts(get("/views/trend.json?name=nightly"), "run_id")).containsExactly("a");

		stage.relay().component(Results.class).purge(new ProjectName("default"), new RunId("z"));

		assertThat(texts(get("/views/trend.json?name=nightly"), "run_id")).containsExactly("b");
		list(run("a", "nightly", "completed"));
		Instant now = Instant.now();
		stage.relay().component(ResponseCache.class).purgedElsewhere(new ProjectName("default"), new RunId("z"), now);
		assertThat(texts(get("/views/trend.json?name=nightly"), "run_id")).containsExactly("a");
	}

	@Test
	void whateverAListSaysNothingBreaks() {
		LogWatch log = LogWatch.anew();
		for (String list : List.of("{}", "{\"evaluations\":{}}", "{\"evaluations\":[null,1,[],{},{\"run_id\":\"../x\","
				+ "\"name\":\"odd\"},{\"run_id\":7,\"name\":\"odd\"},{\"name\":\"odd\"},{\"run_id\":{},\"name\":\"odd\"}],"
				+ "\"pagination\":{\"has_next\":\"true\"}}",
				"{\"evaluations\":[],\"pagination\":{\"has_next\":true}}")) {
			stage.upstream().on(LIST, Script.json(list));
			stage.relay().component(Results.class).purge(new ProjectName("default"), new RunId("a"));
			assertThat(stage.relay().get("/views/trend.csv?name=odd").status()).isEqualTo(200);
			assertThat(stage.relay().get("/views/runs/@latest/metrics.md?name=odd").status()).isEqualTo(404);
		}
		assertThat(log.alarms()).isEmpty();
	}

	private static RawResponse get(String target, String... headers) {
		RawResponse response = stage.relay().get(target, headers);
		assertThat(response.status()).as(response.toString()).isEqualTo(200);
		return response;
	}

	private static List<String> lists() {
		return stage.upstream().asked(LIST).stream().map(Exchange::target).toList();
	}

	private static void list(String... runs) {
		stage.upstream()
			.on(LIST, Script.json("{\"evaluations\":[" + String.join(",", runs)
					+ "],\"pagination\":{\"page\":1,\"has_next\":false}}"));
	}

	private static void pages(int count, IntFunction<String> run) {
		stage.upstream().on(LIST, (exchange) -> {
			String target = exchange.target();
			int page = target.contains("&page=") ? Integer.parseInt(target.replaceFirst(".*&page=", "")) : 1;
			Script
				.json("{\"pagination\":{\"has_next\":" + (page < count) + "},\"evaluations\":[" + run.apply(page)
						+ "]}")
				.play(exchange);
		});
	}

	private static String run(String id, String name, String status) {
		return "{\"run_id\":\"%s\",\"name\":%s,\"status\":\"%s\"}".formatted(id,
				(name != null) ? '"' + name + '"' : null, status);
	}

	private static void results(String... runs) {
		int time = 0;
		for (String run : runs) {
			time++;
			stage.upstream().on(run, Script.json(body(run, time)));
		}
	}

	private static String body(String run, int time) {
		return """
				{"status":"completed","metrics":{"details":[{"metric_name":"m","aggregate":%2$d}]},"run_object":
				{"run_id":"%1$s","name":"named %1$s","status":"completed","created_at":"2026-01-01T00:00:0%2$dZ"}}"""
			.formatted(run, time);
	}

	private static List<String> texts(RawResponse rows, String column) {
		List<String> texts = new ArrayList<>();
		for (JsonNode row : JSON.readTree(rows.text())) {
			texts.add(row.get(column).isNull() ? "null" : row.get(column).asString());
		}
		return texts;
	}

}
