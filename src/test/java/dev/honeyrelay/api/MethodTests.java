package dev.honeyrelay.api;

import java.util.List;
import java.util.stream.Stream;

import dev.honeyrelay.harness.Case;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RawUpstream;
import dev.honeyrelay.harness.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.honeyrelay.harness.RunningRelay.request;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * GET and HEAD read; every other method is refused, and says what is allowed.
 */
class MethodTests {

	@ParameterizedTest(name = "{0}")
	@MethodSource("others")
	void nothingButReadingIsAllowed(Case situation) throws Exception {
		Stage.shared().play(situation.gives(405, "method-not-allowed").with("Allow", "GET, HEAD"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "X-HTTP-Method-Override: DELETE", "X-HTTP-Method: PUT", "X-Method-Override: POST" })
	void noHeaderOverridesTheMethod(String header) throws Exception {
		Stage.shared().play(Case.get("/v1/runs/{run}/result", header).isGood());
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "DELETE", "OPTIONS", "TRACE", "BREW" })
	void aPathThatIsNotThereIsNotThereForAnyMethod(String method) throws Exception {
		Stage.shared().play(Case.caller(method, request(method, "/v3/runs")).gives(404, "not-found"));
	}

	@Test
	void headIsGetWithoutABody() {
		Stage stage = Stage.shared();
		String target = "/v1/runs/" + stage.newRun() + "/result";

		RawResponse head = stage.relay().send("HEAD", target);
		RawResponse get = stage.relay().get(target);

		assertThat(stage.upstream().last().head().getFirst()).startsWith("GET " + target);
		assertThat(head.value("Cache-Status")).isEqualTo("honeyhive-relay; fwd=miss; stored");
		assertThat(get.value("Cache-Status")).startsWith("honeyhive-relay; hit");
		assertThat(head.status()).isEqualTo(200);
		assertThat(head.value("Content-Length")).isEqualTo(Integer.toString(get.body().length));
		assertThat(List.of("ETag", "Content-Type", "Vary", "Cache-Control"))
			.allSatisfy((header) -> assertThat(head.value(header)).isEqualTo(get.value(header)));
	}

	@Test
	void headOfAGzippedAnswerTellsItsLength() {
		Stage stage = Stage.shared();
		String target = "/v1/runs/" + stage.newRun() + "/result";

		RawResponse get = stage.relay().get(target, "Accept-Encoding: gzip");
		RawResponse head = stage.relay().send("HEAD", target, "Accept-Encoding: gzip");

		assertThat(head.value("Content-Encoding")).isEqualTo("gzip");
		assertThat(head.value("Content-Length")).isEqualTo(Integer.toString(get.body().length));
		assertThat(head.value("ETag")).isEqualTo(get.value("ETag"));
	}

	@Test
	void severalRequestsShareAConnection() throws Exception {
		Stage stage = Stage.shared();
		String run = stage.newRun();
		String target = "/v1/runs/" + run + "/result";

		try (var caller = stage.relay().connect()) {
			caller.send(
					request("GET", target) + request("HEAD", target) + request("PUT", target) + request("GET", target));

			assertThat(caller.receive().text()).isEqualTo(RawUpstream.goodBody(run));
			assertThat(caller.receive(true).status()).isEqualTo(200);
			assertThat(caller.receive().status()).isEqualTo(405);
			assertThat(caller.receive().text()).isEqualTo(RawUpstream.goodBody(run));
		}
	}

	static Stream<Case> others() {
		Stream<Case> methods = Stream
			.of("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "BREW", "get", "Head")
			.map((method) -> Case.caller(method, request(method, "/v1/runs/{run}/result")));
		Stream<Case> paths = Stream
			.of("/v1/runs/{run}", "/runs/{run}", "/v1/runs/{run}/summary", "/runs/{run}/metrics",
					"/v1/runs/{run}/compare/b", "/runs/a/compare-with/{run}")
			.map((path) -> Case.caller("POST " + path,
					request("POST", path, "Content-Type: application/json", "Content-Length: 2") + "{}"));
		return Stream.concat(methods, paths);
	}

}
