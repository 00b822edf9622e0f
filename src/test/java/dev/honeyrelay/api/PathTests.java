package dev.honeyrelay.api;

import java.util.stream.Stream;

import dev.honeyrelay.harness.Case;
import dev.honeyrelay.harness.ProblemDocument;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.Stage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Only a path that means exactly one thing is followed.
 */
class PathTests {

	@ParameterizedTest
	@ValueSource(strings = { "/v1/runs/../x/result", "/v1/runs/./result", "/v1/runs/%2e%2e/result",
			"/v1/runs/%252e%252e/result", "/v1/runs/a%2Fb/result", "/v1/runs/a%2fb", "/v1/runs/a%5cb/result",
			"/v1/runs/a\\b/result", "/v1/runs/a;x/result", "/v1/runs/a%3Bx/result", "/v1/runs/a/result;x.css",
			"/v1/runs/a/result%3bx.css", "/v1//runs/a/result", "//v1/runs/a/result", "/v1/runs//result",
			"/v1/runs/a//result", "/v1/runs/a%00/result", "/v1/runs/a/result%00.css", "/v1/runs/a%zz/result",
			"/v1/runs/a%/result", "/v1/runs/a%2/result", "/v1/runs/%C3%A9/result", "/v1/runs/%FF/result",
			"/v1/runs/a%0d%0aX:y/result", "/v1/runs/a%0aX/result", "/v1/runs/a%7f/result", "/v1/runs/a%20b/result",
			"/v1/runs/a+b/result", "/v1/runs/%20a/result", "/v1/runs/a%25b/result", "/v1/runs/a%23b/result",
			"/v1/runs/%F0%9F%98%80/result", "/v1/runs/-a/result", "/v1/runs/.a/result", "/v1/runs/_a/result",
			"/v1/runs/schema/result", "/v1/runs/compare/result", "/v1/runs/schema/metrics", "/v1/runs/compare",
			"/v1/runs/a/compare/schema", "/v1/runs/compare/compare/b", "/v1/runs/a/compare-with/..%2fb",
			"/v1/runs/a/compare-with/", "/v1/runs/a/compare/%2e", "/v1/runs/a*b/result", "/v1/runs/a:b/result",
			"/v1/runs/a@b/result", "/v1/runs/a~b/result", "/v1/runs/a,b/result", "/v1/runs/'a'/result",
			"/v1/runs/a|b/result", "/v1/runs/<a>/result", "/v1/runs/{a}/result", "/v1/runs/\"a\"/result", "*",
			"/v1/runs/a/%72esult/../metrics", "/v1/%2e%2e/v1/runs/a/result", "/v1/runs/a#b",
			"/v1/runs/a%u002e/result" })
	void anAmbiguousPathLeadsNowhere(String path) throws Exception {
		Stage.shared().play(Case.get(path).when(PathTests::isRefused));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1/runs/{run}/result.css", "/v1/runs/{run}/result/", "/v1/runs/{run}/",
			"/v1/runs/{run}/result.json", "/v1/runs/{run}/result/x.css", "/v1/runs/{run}/result;x.css",
			"/v1/runs/{run}/Result", "/V1/runs/{run}/result", "/v1/Runs/{run}/result", "/v1/runs/{run}/results",
			"/v1/runs/{run}/compare", "/v1/runs/{run}/compare-with", "/v1/runs/{run}/compare/b/c", "/v2/runs/{run}",
			"/v1/v1/runs/{run}", "/runs/v1/runs/{run}", "/v1/runs/{run}/compare_with/b", "/v1/run/{run}",
			"/META-INF/runs/{run}", "/web-inf/{run}", "/WEB-INF" })
	void whatOnlyLooksLikeAPathIsNeitherAskedForNorServedFromTheStore(String path) throws Exception {
		Stage stage = Stage.shared();
		String run = stage.newRun();
		stage.relay().get("/v1/runs/" + run + "/result");
		stage.relay().get("/v1/runs/" + run);

		stage.play(Case.get(path.replace("{run}", run)).when(PathTests::isRefused));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("runIds")
	void aRunIdIsAtMost128SafeCharacters(Case situation) throws Exception {
		Stage.shared().play(situation);
	}

	static Stream<Case> runIds() {
		String longest = "{run}." + "x".repeat(100);
		return Stream.of(Case.get("/v1/runs/0{run}/result").isGood(), Case.get("/v1/runs/{run}._-A9/result").isGood(),
				Case.get("/v1/runs/a" + longest + "/result").isGood(), Case.get("/v1/runs/{run}..b/result").isGood(),
				Case.get("/v1/runs/%63i-{run}/result").isGood(),
				Case.get("/v1/runs/" + "x".repeat(129) + "/result").gives(400, "invalid-request").saying("run id"),
				Case.get("/v1/runs/{run}/compare/" + "x".repeat(129)).gives(400, "invalid-request").saying("run id"),
				Case.get("/v1/runs/" + "x".repeat(4000)).gives(400, "invalid-request").saying("run id"));
	}

	private static void isRefused(RawResponse response) {
		assertThat(response.status()).as("%s", response).isIn(400, 404);
		ProblemDocument.check(response, response.status(),
				(response.status() == 400) ? "invalid-request" : "not-found");
		assertThat(response.text()).doesNotContain("%", "<a>", "X:y");
	}

}
