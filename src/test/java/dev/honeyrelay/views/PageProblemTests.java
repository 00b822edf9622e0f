package dev.honeyrelay.views;

import java.util.List;
import java.util.stream.Stream;

import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Script;
import dev.honeyrelay.harness.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A person is told of a problem in a page, a program in a document.
 */
class PageProblemTests {

	private static final String BROWSER = "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

	private final Stage stage = Stage.shared();

	@ParameterizedTest
	@ValueSource(strings = { "", "Sec-Fetch-Mode: navigate" })
	void aBrowserIsToldOfAProblemInAPage(String mode) {
		String run = this.stage.newRun();
		this.stage.upstream().on(run, Script.answer("404 Not Found", "application/json", "{}"));
		String[] headers = Stream.of(BROWSER, mode).filter((header) -> !header.isEmpty()).toArray(String[]::new);
		RunningRelay relay = this.stage.relay();

		for (String target : List.of("/views/runs/" + run, "/views/nonsense", "/views?nonsense=1",
				"/views/projects/elsewhere")) {
			RawResponse problem = relay.get(target, headers);
			assertThat(problem.status()).as(target).isBetween(400, 404);
			assertThat(problem.value("Content-Type")).isEqualTo("text/html;charset=utf-8");
			assertThat(problem.value("Content-Security-Policy")).contains("style-src 'sha256-")
				.doesNotContain("unsafe");
			assertThat(problem.value("Cache-Control")).isEqualTo("no-store");
			assertThat(problem.text()).contains("<style>", "problems/", problem.value("X-Request-Id"))
				.doesNotContain("assets/");
		}
		RawResponse refusal = relay.send(RunningRelay.bare("GET", "/views", headers));
		assertThat(refusal.status()).isEqualTo(401);
		assertThat(refusal.values("WWW-Authenticate").getFirst()).startsWith("Basic ");
		assertThat(refusal.text()).contains("Log in with any user name");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "Accept: */*", "Accept: application/json, text/plain, */*", "Accept: application/problem+json",
					"Accept: text/html\r\nSec-Fetch-Mode: cors", "Accept: application/json, text/html;q=0.9" })
	void aProgramIsToldOfItInADocument(String accept) {
		for (String target : List.of("/views/nonsense", "/views?nonsense=1")) {
			assertThat(this.stage.relay().get(target, accept.split("\r\n")).value("Content-Type"))
				.isEqualTo("application/problem+json");
		}
		assertThat(this.stage.relay().get("/views/runs/a/metrics.xlsx", "Accept: text/html").text()).contains("<h1>");
		for (String target : List.of("/views/runs/-/metrics.csv", "/v1/nonsense", "/v1/runs/-/result",
				"/views/assets/nonsense")) {
			assertThat(this.stage.relay().get(target, "Accept: text/html").value("Content-Type")).as(target)
				.isEqualTo("application/problem+json");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/views//runs", "/views/runs/a;b", "/views/runs/a%2fb", "/views/./runs",
			"/views/projects/default//runs" })
	void whatTheContainerRefusesIsAPageForABrowserAsWell(String target) {
		RawResponse page = this.stage.relay().send(RunningRelay.bare("GET", target, BROWSER));

		assertThat(page.status()).isEqualTo(400);
		assertThat(page.value("Content-Type")).isEqualTo("text/html;charset=utf-8");
		assertThat(page.value("Content-Security-Policy")).contains("default-src 'none'");
		assertThat(page.value("Cache-Control")).isEqualTo("no-store");
		assertThat(page.text()).contains("<h1>", "The path has ", page.value("X-Request-Id"));
		RawResponse document = this.stage.relay().send(RunningRelay.bare("GET", target, "Accept: application/json"));
		assertThat(document.value("Content-Type")).isEqualTo("application/problem+json");
	}

	@Test
	void aProblemLeadsBackToTheListOfItsProject() {
		RunningRelay relay = this.stage.relay();

		assertThat(relay.get("/views/projects/default/nonsense", BROWSER).text())
			.contains("href=\"../../../views/projects/default\"", "href=\"../../../views/projects/default/trend\"")
			.doesNotContain("href=\"../../../views\"");
		// Whoever may not read a project has no use for its runs.
		assertThat(relay.get("/views/projects/elsewhere/trend?name=n", BROWSER).text())
			.contains("href=\"../../../views\"")
			.doesNotContain("elsewhere");
		assertThat(relay.get("/views/projects/%22%3e/nonsense", BROWSER).text()).contains("href=\"../../../views\"");
	}

	@Test
	void whoHasSeveralProjectsIsToldToWriteAPathThatNamesOne() {
		try (Stage several = Stage.ofProjects()) {
			for (String target : List.of("/views", "/views/trend?name=n", "/views/runs/a")) {
				RawResponse problem = several.relay().get(target, BROWSER);
				assertThat(problem.status()).as(target).isEqualTo(400);
				assertThat(problem.text())
					.contains("This caller has no default project",
							"Write the path of a project: /views/projects/NAME.")
					.doesNotContain("begin at the list of runs", ">List of runs</a>");
			}
			assertThat(several.relay().get("/views/projects/p1", BROWSER).status()).isEqualTo(200);
		}
	}

}
