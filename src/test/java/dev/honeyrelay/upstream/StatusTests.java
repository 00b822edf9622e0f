package dev.honeyrelay.upstream;

import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.honeyrelay.harness.Case;
import dev.honeyrelay.harness.ProblemDocument;
import dev.honeyrelay.harness.Script;
import dev.honeyrelay.harness.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.honeyrelay.harness.Case.upstream;
import static dev.honeyrelay.harness.Script.answer;
import static dev.honeyrelay.harness.Script.json;
import static dev.honeyrelay.harness.Script.sends;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * HoneyHive answers with something other than 200.
 */
class StatusTests {

	private static final String LONG = "x".repeat(10_000);

	@ParameterizedTest(name = "{0}")
	@MethodSource({ "refusals", "notHoneyHives", "missing", "failures", "redirects", "unexpected", "interim" })
	void statusesMeanWhatTheContractSays(Case situation) throws Exception {
		Stage.shared().play(situation);
	}

	@Test
	void aRefusedKeyIsNotTheCallersFault() {
		try (Stage stage = Stage.open()) {
			stage.upstream().on("refused", says("401 Unauthorized", "Invalid API key"));

			ProblemDocument.check(stage.relay().get("/v1/runs/refused/result"), 502, "upstream-credentials");
			assertThat(stage.upstream().asked()).isEqualTo(1);
		}
	}

	static Stream<Case> refusals() {
		Stream<Case> statuses = IntStream.of(400, 402, 405, 406, 409, 413, 418, 422, 451, 499)
			.mapToObj((status) -> upstream("status " + status, says(status + " No", "Not \\u003cb>that\\u003c/b>"))
				.gives(400, "upstream-rejected")
				.saying("Not <b>that</b>"));
		Stream<Case> messages = Stream.of(
				upstream("a message with control characters", says("400 No", "a\\r\\nb\\u0000c\\u202ed\\ud800"))
					.saying("a  b c d"),
				upstream("a long message", says("400 No", LONG))
					.when((response) -> assertThat(ProblemDocument.detail(response)).isEqualTo("x".repeat(500))),
				upstream("no message", answer("400 No", "application/json", "{\"statusCode\":400}"))
					.saying("no reason"),
				upstream("a message that is no text", answer("400 No", "application/json", "{\"message\":{\"a\":1}}"))
					.saying("no reason"),
				upstream("a blank message", says("400 No", "   ")).saying("no reason"));
		return Stream.concat(statuses, messages.map((situation) -> situation.gives(400, "upstream-rejected")));
	}

	/** What a balancer or a proxy says, or nobody: only a JSON object is HoneyHive's. */
	static Stream<Case> notHoneyHives() {
		Stream<Case> bodies = Stream
			.of("<h1>No</h1>", "", "[]", "null", "\"no\"", "{\"message\":\"no\"", "{}{}",
					"{\"a\":" + "[".repeat(50_000))
			.map((body) -> upstream("400: " + body, answer("400 No", "application/json", body)));
		Stream<Case> statuses = IntStream.of(400, 402, 404, 405, 407, 409, 410, 418, 422, 431, 451, 499)
			.mapToObj((status) -> upstream("HTML " + status, answer(status + " No", "text/html", "<h1>No</h1>"))
				.saying(Integer.toString(status)));
		Stream<Case> retried = IntStream.of(408, 421, 425)
			.mapToObj((status) -> upstream("status " + status, says(status + " No", "Not now")));
		Stream<Case> unreadable = Stream.of(
				upstream("422 in another coding",
						answer("422 No", "application/json", "{\"message\":\"no\"}", "Content-Encoding: br")),
				upstream("422 cut off",
						sends("HTTP/1.1 422 No", "Content-Length: 50", "", "{\"message\":").thenCloses()),
				upstream("422 beyond the limit", sends("HTTP/1.1 422 No", "Content-Length: 99999999", "", "{")));
		return Stream.of(bodies, statuses, retried, unreadable)
			.flatMap((cases) -> cases)
			.map((situation) -> situation.gives(502, "upstream-failed"));
	}

	static Stream<Case> missing() {
		return Stream.of(upstream("404 in JSON", says("404 Not Found", "Run not found")).gives(404, "run-not-found"),
				upstream("410 in JSON", says("410 Gone", "Run deleted")).gives(404, "run-not-found"),
				upstream("404 in HTML", answer("404 Not Found", "text/html", "<pre>Cannot GET</pre>")).gives(502,
						"upstream-failed"),
				upstream("404 as an array", answer("404 Not Found", "application/json", "[]")).gives(502,
						"upstream-failed"),
				upstream("404 without a body", answer("404 Not Found", "text/plain", "")).gives(502, "upstream-failed"),
				upstream("403 in JSON", says("403 Forbidden", "Not yours")).gives(502, "upstream-credentials"));
	}

	static Stream<Case> failures() {
		return IntStream.of(500, 501, 502, 503, 504, 505, 520, 599)
			.mapToObj((status) -> upstream("status " + status, answer(status + " Oops", "text/html", "<h1>Oops</h1>"))
				.gives(502, "upstream-failed")
				.saying(Integer.toString(status)));
	}

	static Stream<Case> redirects() {
		return IntStream.of(300, 301, 302, 303, 307, 308)
			.mapToObj((status) -> upstream("status " + status,
					answer(status + " There", "text/html", "", "Location: /v1/runs/elsewhere/result"))
				.gives(502, "upstream-invalid")
				.with("Location"));
	}

	static Stream<Case> unexpected() {
		return Stream
			.of(upstream("101",
					sends("HTTP/1.1 101 Switching Protocols", "Upgrade: h2c", "Connection: Upgrade", "", ""))
				.dropsUpstream(), upstream("201", json201("201 Created")),
					upstream("203", json201("203 Non-Authoritative")),
					upstream("204", sends("HTTP/1.1 204 No Content", "", "")),
					upstream("205", sends("HTTP/1.1 205 Reset Content", "Content-Length: 0", "", "")),
					upstream("206", answer("206 Partial", "application/json", "{}", "Content-Range: bytes 0-1/9")),
					upstream("299", json201("299 Odd")), upstream("304 unasked", sends("HTTP/1.1 304 Same", "", "")),
					upstream("304 with a length", sends("HTTP/1.1 304 Same", "Content-Length: 9", "", "")),
					upstream("399", json201("399 Odd")))
			.map((situation) -> situation.gives(502, "upstream-invalid"));
	}

	static Stream<Case> interim() {
		String hints = "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n";
		return Stream
			.of(sends("HTTP/1.1 100 Continue", "", ""), sends("HTTP/1.1 102 Processing", "", ""), sends(hints),
					sends(hints.repeat(100)), sends("HTTP/1.1 199 Odd", "Content-Length: 3", "", ""))
			.map((script) -> upstream("interim responses", script.then(json("{}"))).passesOn("{}").with("Link"));
	}

	private static Script says(String status, String message) {
		return answer(status, "application/json",
				"{\"statusCode\":0,\"errorCode\":\"x\",\"message\":\"" + message + "\",\"success\":false}");
	}

	private static Script json201(String status) {
		return answer(status, "application/json", "{}");
	}

}
