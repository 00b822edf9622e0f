package dev.honeyrelay.documents;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.honeyrelay.harness.LogWatch;
import dev.honeyrelay.harness.ProblemDocument;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Script;
import dev.honeyrelay.harness.Stage;
import dev.honeyrelay.problem.ProblemType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The pages for people need nothing but themselves, and lead somewhere.
 */
class PageTests {

	private static final Pattern LINK = Pattern.compile("href=\"([^\"]*)\"");

	private static final Pattern ID = Pattern.compile(" id=\"([^\"]*)\"");

	@ParameterizedTest
	@ValueSource(strings = { "/docs", "/problems/upstream-timeout", "/problems/invalid-request" })
	void aPageLoadsNothingAndRunsNothing(String path) throws Exception {
		RawResponse page = browse(path);
		String html = page.text();

		assertThat(page.status()).isEqualTo(200);
		assertThat(page.value("Content-Type")).isEqualTo("text/html;charset=utf-8");
		assertThat(html).doesNotContainIgnoringCase("<script")
			.doesNotContain(" src=", "<img", "<link", "<iframe", "@import", "url(", " style=", " onclick");
		String style = html.substring(html.indexOf("<style>") + 7, html.indexOf("</style>"));
		byte[] digest = MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
		assertThat(page.value("Content-Security-Policy"))
			.isEqualTo("default-src 'none'; style-src 'sha256-" + Base64.getEncoder().encodeToString(digest)
					+ "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/docs", "/problems/upstream-timeout", "/problems/invalid-request" })
	void everyLinkLeadsSomewhere(String path) {
		Set<String> links = LINK.matcher(browse(path).text())
			.results()
			.map((link) -> link.group(1))
			.filter((link) -> !link.startsWith("https:"))
			.map((link) -> URI.create(path).resolve(link).toString())
			.collect(Collectors.toCollection(TreeSet::new));

		assertThat(links).contains("/openapi.json").allSatisfy((link) -> {
			RawResponse target = browse(link.replaceAll("#.*", ""));
			assertThat(target.status()).as(link).isEqualTo(200);
			if (link.contains("#")) {
				assertThat(ID.matcher(target.text()).results().map((id) -> id.group(1))).as(link)
					.contains(link.substring(link.indexOf('#') + 1));
			}
		});
	}

	@Test
	void belowAPrefixPagesLeadToPagesAndAllElseIsAsEver() {
		try (Stage stage = Stage.open("--server.servlet.context-path=/below", "--relay.problems.prefix=/front")) {
			LogWatch log = LogWatch.anew();
			for (String page : List.of("/below/docs", "/below/problems/forbidden")) {
				String html = stage.relay().send(RunningRelay.bare("GET", page, "Accept: text/html")).text();
				assertThat(
						LINK.matcher(html).results().map((link) -> URI.create(page).resolve(link.group(1)).toString()))
					.contains("/below/openapi.json")
					.allMatch((link) -> link.startsWith("/below/") || link.startsWith("https:"));
			}
			String view = stage.relay().get("/below/views/runs/a").text();
			assertThat(LINK.matcher(view)
				.results()
				.map((link) -> URI.create("/below/views/runs/a").resolve(link.group(1)).getPath()))
				.contains("/below/views", "/below/docs", "/below/views/runs/a/metrics.csv")
				.allMatch((link) -> link.startsWith("/below/"));
			stage.upstream()
				.on("", Script
					.json("{\"evaluations\":[{\"run_id\":\"b-1\",\"name\":\"n\",\"status\":\"completed\"}]}"));
			assertThat(stage.relay().get("/below/views/runs/@latest?name=n").value("Content-Location"))
				.isEqualTo("/below/views/runs/b-1");
			assertThat(stage.relay().get("/below/views/runs/@latest/metrics.csv?name=n").value("Content-Location"))
				.isEqualTo("/below/views/runs/b-1/metrics.csv");
			assertThat(stage.relay().get("/below/views/nonsense", "Accept: text/html").text()).contains("<h1>");
			for (int time = 0; time < 3; time++) {
				assertThat(stage.relay().get("/below/v1/runs/a/result").status()).isEqualTo(200);
				ProblemDocument.check(stage.relay().get("/v1/runs/a/result"), 404, "not-found", "/front/below");
			}
			assertThat(stage.relay().send(RunningRelay.bare("GET", "/below/")).text())
				.isEqualTo("HoneyHive Relay. How to call it: /below/docs\n");
			ProblemDocument.check(stage.relay().send("DELETE", "/below/admin/cache/runs/a"), 403, "forbidden",
					"/front/below");
			ProblemDocument.check(stage.relay().send("GET /below/docs HTTP/1.1\r\n\r\n"), 400, "invalid-request",
					"/front/below");
			assertThat(stage.relay().send(RunningRelay.bare("GET", "/below/livez")).status()).isEqualTo(200);
			stage.relay().awaitRest();
			assertThat(log.lines()).filteredOn((line) -> line.contains(": purge ")).hasSize(1);
		}
	}

	@Test
	void everyProblemIsLinkedAndNothingIsLinkedTwiceUnderOneName() {
		String html = browse("/docs").text();

		for (ProblemType type : ProblemType.values()) {
			assertThat(html).contains("href=\"problems/" + type.slug() + '"');
		}
		assertThat(ID.matcher(html).results().map((MatchResult id) -> id.group(1))).doesNotHaveDuplicates();
	}

	@Test
	void theSameTextIsThereForThoseWhoDoNotBrowse() {
		RawResponse text = DescribedRelay.relay().send(RunningRelay.bare("GET", "/problems/forbidden"));
		RawResponse html = browse("/problems/forbidden");

		assertThat(text.value("Content-Type")).isEqualTo("text/plain;charset=utf-8");
		assertThat(text.text()).startsWith("forbidden\n\n*403.* ");
		assertThat(html.text()).contains("<h1 id=\"forbidden\">forbidden</h1>", "<em>403.</em>");
		assertThat(html.value("ETag")).isNotEqualTo(text.value("ETag"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/docs", "/openapi.json", "/problems/forbidden" })
	void whoHasThePageGets304(String path) {
		String tag = browse(path).value("ETag");

		RawResponse again = DescribedRelay.relay()
			.send(RunningRelay.bare("GET", path, "Accept: text/html", "If-None-Match: " + tag));

		assertThat(again.status()).isEqualTo(304);
		assertThat(again.value("ETag")).isEqualTo(tag);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/docs", "/openapi.json", "/problems/forbidden" })
	void nothingButReadingWorks(String path) {
		for (String method : new String[] { "POST", "PUT", "DELETE", "OPTIONS", "TRACE" }) {
			RawResponse refusal = DescribedRelay.relay().send(RunningRelay.bare(method, path));

			ProblemDocument.check(refusal, 405, "method-not-allowed");
			assertThat(refusal.value("Allow")).isEqualTo("GET, HEAD");
		}
	}

	private static RawResponse browse(String path) {
		return DescribedRelay.relay()
			.send(RunningRelay.bare("GET", path,
					"Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"));
	}

}
