package dev.honeyrelay.views;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.honeyrelay.harness.LogWatch;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Script;
import dev.honeyrelay.harness.Stage;
import dev.honeyrelay.memory.ByteBudget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pages are answered as everything else is, and whatever HoneyHive says stays text.
 */
class PageHttpTests {

	private static final Pattern ASSET = Pattern.compile("(?:src|href)=\"([./]*views/assets/[^\"]+)\"");

	// All markup but what is text in it: the values of attributes.
	private static final Pattern TAG = Pattern.compile("<[^>\"]*(?:\"[^\"]*\"[^>\"]*)*>");

	private static final String SETTLED = """
			{"status":"completed","run_object":{"status":"completed","name":"%1$s"},"metrics":{"details":[
			{"metric_name":"%1$s","event_name":"%1$s","aggregate":0.50,"passing_range":{"min":1e-1,"max":1}}]},
			"datapoints":[{"datapoint_id":"fine","passed":true,"metrics":[{"name":"%1$s","value":1,"passed":true}]},
			{"datapoint_id":"%1$s","passed":false,"metrics":[{"name":"%1$s","value":0.250,"passed":false}]}]}""";

	private final Stage stage = Stage.shared();

	@Test
	void aPageSaysWhatTheFilesSayAndFailedDataPointsFirst() {
		String page = page(SETTLED.formatted("n")).text();

		assertThat(cells(page)).containsSubsequence("n", "n", "0.50", "1e-1 to 1", "failed", "n", "failed: 0.250",
				"passed", "fine", "1");
		assertThat(page).contains("yes, completed at HoneyHive", "just now", "for <time class=\"for\"",
				"/metrics.csv\"", "/datapoints.junit.xml\"");
	}

	@Test
	void whoHasAPageGetsA304() {
		String target = target(SETTLED.formatted("n"));
		RawResponse identity = ViewedRelay.get(target);
		RawResponse gzip = ViewedRelay.get(target, "Accept-Encoding: gzip");
		RawResponse head = this.stage.relay().send("HEAD", target);

		assertThat(text(gzip.content())).isEqualTo(text(identity.body()));
		assertThat(identity.value("ETag")).startsWith("W/\"");
		assertThat(gzip.value("ETag")).isEqualTo(identity.value("ETag").replaceFirst("\"$", "-gzip\""));
		assertThat(head.value("ETag")).isEqualTo(identity.value("ETag"));
		assertThat(head.body()).isEmpty();
		RawResponse known = this.stage.relay().get(target, "If-None-Match: " + identity.value("ETag"));
		assertThat(known.status()).isEqualTo(304);
		assertThat(known.value("Cache-Status")).startsWith("honeyhive-relay; hit");
		assertThat(known.names()).contains("age", "content-security-policy", "content-location")
			.doesNotContain("content-type");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/views", "/views/runs/%s", "/views/projects/default", "/views/projects/default/runs/%s" })
	void aPageLoadsNothingButFilesOfTheRelaysOwn(String path) {
		String target = path.formatted(target(SETTLED.formatted("n")).replaceFirst(".*/", ""));
		RawResponse page = ViewedRelay.get(target);

		assertThat(page.value("Content-Type")).isEqualTo("text/html;charset=utf-8");
		assertThat(page.value("Content-Security-Policy")).contains("default-src 'none'", "frame-ancestors 'none'")
			.doesNotContain("unsafe", "http");
		assertThat(page.value("X-Frame-Options")).isEqualTo("DENY");
		assertThat(page.value("Referrer-Policy")).isEqualTo("no-referrer");
		assertThat(page.text()).doesNotContainPattern("<style|<script>| on[a-z]+=| style=");
		List<String> assets = ASSET.matcher(page.text()).results().map((found) -> found.group(1)).toList();
		assertThat(assets).hasSizeGreaterThan(2);
		for (String asset : assets) {
			RawResponse file = ViewedRelay.get(java.net.URI.create(target).resolve(asset).toString(),
					"Accept-Encoding: gzip");
			assertThat(file.value("Cache-Control")).contains("max-age=31536000", "immutable");
			assertThat(file.value("Content-Encoding")).isEqualTo("gzip");
			assertThat(file.content()).isNotEmpty();
		}
	}

	@Test
	void ofTheFilesNoOtherCanBeHad() {
		RunningRelay relay = this.stage.relay();
		String asset = ASSET.matcher(ViewedRelay.get("/views").text()).results().findFirst().orElseThrow().group(1);

		for (String path : List.of("/views/assets/", "/views/assets/page.css", "/views/assets/uPlot.min.css",
				"/webjars/uplot/1.6.30/dist/uPlot.min.css", "/pages/page.css", "/views/assets/" + asset)) {
			assertThat(relay.get(path).status()).as(path).isEqualTo(404);
		}
		assertThat(relay.send("POST", '/' + asset).status()).isEqualTo(405);
		RawResponse refusal = relay.send(RunningRelay.bare("GET", '/' + asset, "Sec-Fetch-Mode: no-cors"));
		assertThat(refusal.status()).isEqualTo(401);
		// A browser has the credential of the page, and uses it when it is asked.
		assertThat(refusal.values("WWW-Authenticate")).hasSize(2);
		String tag = ViewedRelay.get('/' + asset).value("ETag");
		assertThat(relay.get('/' + asset, "If-None-Match: " + tag).status()).isEqualTo(304);
	}

	static Stream<String> names() {
		return Stream
			.concat(HostileContentTests.names(),
					Stream.of("javascript:alert(1)", "</script><script>alert(1)</script>", "\" onload=\"alert(1)",
							"' onload='alert(1)", "${1+1}", "@raw", "!{int x}", "../../admin", "//elsewhere.example"))
			.filter((name) -> !name.isBlank());
	}

	@ParameterizedTest
	@MethodSource("names")
	void aNameIsNeverMarkup(String name) {
		LogWatch log = LogWatch.anew();
		String page = page(SETTLED.formatted(HostileContentTests.escaped(name))).text();

		// A name that no address has room for leads nowhere, nor does one with control
		// characters.
		boolean controls = name.chars().anyMatch(Character::isISOControl);
		String plain = (name.length() > 500) ? "n".repeat(name.length()) : (controls ? "\\u0001" : "n");
		assertThat(skeleton(page)).isEqualTo(skeleton(page(SETTLED.formatted(plain)).text()));
		assertThat(page.chars()).noneMatch((point) -> point != '\n' && Character.isISOControl(point));
		assertThat(page).doesNotContain("href=\"javascript").hasSizeLessThan(80_000);
		assertThat(log.alarms()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"evaluations\":[{\"run_id\":\"javascript:alert(1)\",\"name\":\"a\"}]}",
			"{\"evaluations\":[{\"run_id\":\"../../admin\",\"name\":\"a\"}]}",
			"{\"evaluations\":[{\"run_id\":-7,\"name\":{\"a\":1},\"status\":[]}, null, 1]}", "{\"evaluations\":{}}",
			"{}" })
	void aRunThatCanHaveNoPageHasNoLink(String list) {
		String page = listPage(list, "/views");

		assertThat(page).doesNotContain("javascript:alert(1)\"", "admin\"", "<a href=\"views/runs/");
	}

	@Test
	void aListLeadsToItsRunsAndToOlderOnes() {
		String list = """
				{"evaluations":[{"run_id":"a-1","name":"n & m","status":"completed"}],"pagination":{"has_next":true}}""";

		assertThat(listPage(list, "/views?page=78&name=&compare=b-2")).contains("href=\"views/runs/a-1\"",
				"href=\"views/runs/b-2/compare/a-1\"", "href=\"views?compare=b-2&amp;page=79\"",
				"href=\"views?compare=b-2&amp;page=77\"");
		assertThat(cells(listPage(list, "/views?compare=a-1"))).contains("this run").doesNotContain("compare");
		assertThat(listPage(list, "/views/projects/default?page=78"))
			.contains("href=\"../../views/projects/default/runs/a-1\"", "/trend?name=n%20%26%20m\"");
	}

	@Test
	void aRunThatIsGoingOnSaysSoAndIsLookedAtAgain() {
		String running = SETTLED.formatted("n").replace("completed", "running");

		assertThat(page(running).text()).contains("Not settled", "<noscript><meta http-equiv=\"refresh\"");
		assertThat(page(SETTLED.formatted("n")).text()).doesNotContain("Not settled", "http-equiv=\"refresh\"");
	}

	@Test
	void aTrendSaysWhichRunsAreNotSettled() {
		String done = ViewedRelay.run(SETTLED.formatted("n"));
		String failing = ViewedRelay.run(SETTLED.formatted("n").replaceFirst("\\{", "{\"error\":\"half of it\","));

		String page = ViewedRelay.get("/views/trend?run_ids=" + done + ',' + failing).text();

		assertThat(cells(page)).containsSubsequence("completed", "0.50").containsSubsequence("completed, not settled");
		assertThat(page)
			.contains("Not settled", "Run " + failing + ": HoneyHive reports an error: half of it",
					"<noscript><meta http-equiv=\"refresh\"", "word busy", "name=\"run_ids\"", ">all</option>")
			.doesNotContain("name=\"name\"");
		assertThat(ViewedRelay.get("/views/runs/" + failing).text()).contains("word busy\"><bdi>completed");
		assertThat(ViewedRelay.get("/views/trend?run_ids=" + done).text()).doesNotContain("ot settled");
	}

	@Test
	void aMetricCanBeChosen() {
		String target = target("""
				{"status":"completed","run_object":{"status":"completed"},"metrics":{"details":[
				{"metric_name":"one","aggregate":11},{"metric_name":"two","aggregate":22}]},
				"datapoints":[{"datapoint_id":"d","metrics":{"one":111,"two":222}}]}""");

		String page = ViewedRelay.get(target + "?metric=two&aggregate_function=").text();

		assertThat(cells(page)).contains("two", "22", "222").doesNotContain("11", "111");
		assertThat(page).contains("<option value=\"two\" selected>", "<option value=\"one\">");
		// A run without a name can be compared as well.
		assertThat(page).contains("href=\"../../views?compare=" + target.replaceFirst(".*/", "") + '"')
			.doesNotContain("Trend of this name");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/views?nonsense=", "/views?metric=m", "/views?compare=", "/views?compare=../x",
			"/views?compare=a&compare=b", "/views?status=bogus", "/views/runs/a?nonsense=", "/views/runs/a?compare=b",
			"/views/runs/a?status=", "/views/runs/a/compare/b?nonsense=1", "/views/trend?nonsense=",
			"/views/trend?name=n&compare=b", "/views/trend?status=" })
	void aParameterThatThePageDoesNotKnowIsRefused(String target) {
		int before = this.stage.upstream().asked();

		RawResponse refusal = this.stage.relay().get(target);

		assertThat(refusal.status()).isEqualTo(400);
		assertThat(refusal.text()).contains("The parameter ");
		assertThat(this.stage.upstream().asked()).isEqualTo(before);
	}

	@Test
	void whatAFormSendsEmptySaysNothing() {
		String run = "/views/runs/" + ViewedRelay.run(SETTLED.formatted("n"));

		assertThat(ViewedRelay.get(run + "?metric=&aggregate_function=").text()).contains("0.50");
		assertThat(ViewedRelay.get("/views?name=&status=").text()).contains("id=\"runs\"");
		assertThat(ViewedRelay.get("/views/trend?name=&metric=&last=").text()).contains("Whole name of the runs");
	}

	@Test
	void aPageOfAHundredThousandDataPointsIsBounded() {
		StringBuilder points = new StringBuilder();
		for (int number = 0; number < 100_000; number++) {
			points.append("{\"datapoint_id\":\"d-").append(number).append("\",\"passed\":").append(number != 99_999);
			points.append(",\"metrics\":{\"m").append(number % 100).append("\":0.5}},");
		}
		String body = "{\"status\":\"completed\",\"run_object\":{\"status\":\"completed\"},\"datapoints\":[" + points
				+ "{}]}";
		ByteBudget budget = this.stage.relay().component(ByteBudget.class);

		String page = page(body).text();

		assertThat(page).contains("This page shows 2000 data points", "It shows 24 metrics").hasSizeLessThan(2_000_000);
		assertThat(cells(page)).contains("d-99999", "d-1998").doesNotContain("d-2000");
		this.stage.relay().awaitRest();
		assertThat(budget.free()).isEqualTo(budget.size());
	}

	@Test
	void aStaleAnswerIsSaidToBeOne() {
		String run = this.stage.newRun();
		try (Stage brief = Stage.open("--relay.cache.max-fresh=1ms", "--relay.cache.min-fresh=1ms",
				"--relay.upstream.retry.max-attempts=1",
				"--relay.views.honeyhive-url=https://app.example/r/{run_id}?x=y")) {
			brief.upstream().on(run, Script.json(SETTLED.formatted("n")));
			RawResponse fresh = brief.relay().get("/views/runs/" + run);
			brief.upstream().on(run, Script.answer("503 Busy", "text/plain", "x"));

			RawResponse stale = brief.relay().get("/views/runs/" + run, "If-None-Match: " + fresh.value("ETag"));

			assertThat(stale.status()).isEqualTo(200);
			assertThat(stale.text()).contains("HoneyHive cannot be asked at the moment");
			assertThat(fresh.text()).doesNotContain("cannot be asked")
				.contains("href=\"https://app.example/r/" + run + "?x=y\"");
		}
	}

	private String listPage(String list, String target) {
		this.stage.upstream().on("", Script.json(list));
		try {
			return ViewedRelay.get(target).text();
		}
		finally {
			this.stage.upstream().heal("");
		}
	}

	@Test
	void aTrendHasALineForEachRunAndAColumnForEachMetric() {
		String one = ViewedRelay.run(SETTLED.formatted("n"));
		String other = ViewedRelay.run(SETTLED.formatted("n").replace("0.50", "0.75"));
		String target = "/views/trend?run_ids=" + one + ',' + other + "&metric=n";

		RawResponse page = ViewedRelay.get(target);

		assertThat(cells(page.text())).containsSubsequence("n", "completed", "0.50", "n", "completed", "0.75");
		assertThat(page.text()).contains("href=\"../views/runs/" + one + '"', "data-plot=\"line\"",
				"<datalist id=\"metric-proposed\">", "<option value=\"n\">");
		assertThat(this.stage.relay().get(target, "If-None-Match: " + page.value("ETag")).status()).isEqualTo(304);
		int before = this.stage.upstream().asked();
		assertThat(ViewedRelay.get("/views/trend?name=&last=").text()).contains("name=\"name\"")
			.doesNotContain("<table");
		assertThat(this.stage.upstream().asked()).isEqualTo(before);
	}

	@Test
	void aComparisonSaysWhatHoneyHiveCounts() {
		String page = ViewedRelay
			.get("/views/runs/"
					+ ViewedRelay
						.run("""
								{"new_run":{"status":"completed","name":"new one"},"old_run":{"status":"running"},"metrics":[{"metric_name":
								"m","old_aggregate":0.10,"new_aggregate":0.2,"difference":0.1,"improved_count":1,"degraded_count":1,
								"improved":["up"],"degraded":["down"]}]}""")
					+ "/compare/old-1")
			.text();

		assertThat(cells(page)).containsSubsequence("m", "0.10", "0.2", "0.1", "1", "1", "degraded", "down", "improved",
				"up");
		assertThat(page).contains("new one against old-1", "Not settled", "0.10 to 0.2, 1 improved, 1 degraded");
	}

	@Test
	void aMetricIsOneOfItsOwnByItsWholeNameItsEventAndTheType() {
		String longName = "l".repeat(300);
		String page = page("""
				{"status":"completed","run_object":{"status":"completed"},"datapoints":[{"datapoint_id":"d","metrics":[
				{"name":"m (e)","value":1},{"name":"m","event_name":"e","event_type":"model","value":2},
				{"name":"m","event_name":"e","event_type":"tool","value":3},{"name":"%1$sa","value":4},
				{"name":"%1$sb","value":5},{"name":"twice","value":false,"passed":false},
				{"name":"twice","value":true,"passed":true},{"name":"late","value":null},{"name":"late","value":6},
				{"name":"exact","value":%2$s}]}]}""".formatted(longName, "7".repeat(300))).text();

		assertThat(cells(page)).containsSubsequence("1", "2", "3", "4", "5", "failed: false, true", "6",
				"7".repeat(300));
		assertThat(page).contains(">m (e, model)<", ">m (e, tool)<", ">" + "l".repeat(200) + "\u2026 (2)<");
	}

	@Test
	void whatCanBeChosenIsBounded() {
		StringBuilder metrics = new StringBuilder("{\"metric_name\":\"a\\u0000b\"}");
		for (int number = 0; number < 300; number++) {
			metrics.append(",{\"metric_name\":\"").append((number % 2 == 0) ? "" : "x".repeat(28_000)).append(number);
			metrics.append("\"},{\"metric_name\":\"m").append(number).append("\"}");
		}
		String page = page(
				"{\"status\":\"completed\",\"run_object\":{\"status\":\"completed\"},\"metrics\":{\"details\":["
						+ metrics + "]}}")
			.text();

		List<String> options = Pattern.compile("<option value=\"([^\"]*)\"")
			.matcher(page)
			.results()
			.map((option) -> option.group(1))
			.toList();
		assertThat(options).contains("m0").hasSizeBetween(200, 220).allMatch((option) -> option.length() <= 200);
		assertThat(page).doesNotContain("\u0000").hasSizeLessThan(1_000_000);
	}

	private RawResponse page(String body) {
		return ViewedRelay.get(target(body));
	}

	private static String target(String body) {
		return "/views/runs/" + ViewedRelay.run(body);
	}

	// Without what may differ from one second to the next.
	private static String text(byte[] page) {
		return new String(page, java.nio.charset.StandardCharsets.UTF_8).replaceAll("<time[^>]*>[^<]*</time>", "");
	}

	private static List<String> cells(String page) {
		return Pattern.compile("(?s)<td[^>]*>(.*?)</td>")
			.matcher(page)
			.results()
			.map((cell) -> cell.group(1).replaceAll("<[^>]*>", "").strip())
			.toList();
	}

	private static List<String> skeleton(String page) {
		List<String> tags = new ArrayList<>();
		for (MatchResult tag : (Iterable<MatchResult>) TAG.matcher(page).results()::iterator) {
			tags.add(tag.group().replaceAll("\"[^\"]*\"", "\"\""));
		}
		return tags;
	}

}
