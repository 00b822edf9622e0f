package dev.honeyrelay.problem;

import java.util.stream.Stream;

import dev.honeyrelay.harness.Case;
import dev.honeyrelay.harness.ProblemDocument;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.Stage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.honeyrelay.harness.RunningRelay.TOKEN;
import static dev.honeyrelay.harness.RunningRelay.request;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that are not HTTP as it should be: one problem document, the connection ends,
 * and there is never a second response.
 */
class MalformedRequestTests {

	private static final String AUTHORIZATION = "Authorization: Bearer " + TOKEN;

	private static final String LINE = "GET /v1/runs/{run}/result HTTP/1.1";

	@ParameterizedTest(name = "{0}")
	@MethodSource({ "hosts", "framings", "lines", "fields" })
	void aMalformedRequestEndsTheConnection(Case situation) throws Exception {
		Stage.shared().play(situation.gives(400, "invalid-request").hangsUp());
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("targets")
	void aTargetThatIsNotOursIsRefused(Case situation) throws Exception {
		Stage.shared().play(situation.gives(400, "invalid-request"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("versions")
	void anotherVersionEndsTheConnection(Case situation) throws Exception {
		Stage.shared().play(situation.gives(505, "http-version-not-supported").hangsUp());
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("tooLarge")
	void aHeadOver32KbIsRefused(Case situation) throws Exception {
		Stage.shared().play(situation.when(MalformedRequestTests::isTooLarge).hangsUp());
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("tolerable")
	void whatIsMerelyOddIsAnswered(Case situation) throws Exception {
		Stage.shared().play(situation.isGood());
	}

	static Stream<Case> hosts() {
		return Stream.of(raw("no Host", LINE, AUTHORIZATION),
				raw("two Hosts", LINE, "Host: a", "Host: b", AUTHORIZATION),
				raw("the same Host twice", LINE, "Host: a", "Host: a", AUTHORIZATION),
				raw("a Host with a space", LINE, "Host: a b", AUTHORIZATION),
				raw("a Host with a path", LINE, "Host: a/b", AUTHORIZATION),
				raw("a Host with a user", LINE, "Host: a@b", AUTHORIZATION),
				raw("a Host with a bad port", LINE, "Host: a:x", AUTHORIZATION),
				raw("a Host with a port too high", LINE, "Host: a:65536", AUTHORIZATION));
	}

	static Stream<Case> framings() {
		return Stream
			.of("Content-Length: 1\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 0",
					"Content-Length: 1\r\nContent-Length: 2", "Content-Length: 1, 2", "Content-Length: +1",
					"Content-Length: -1", "Content-Length: 0x1", "Content-Length: 1 1", "Content-Length: one",
					"Content-Length: 99999999999999999999", "Content-Length:", "Transfer-Encoding: gzip",
					"Transfer-Encoding: chunked, gzip", "Transfer-Encoding: identity",
					"Transfer-Encoding: chunked, chunked", "Transfer-Encoding: xchunked", "Transfer-Encoding : chunked",
					"Transfer-Encoding:\u000bchunked")
			.map((field) -> Case.caller(field, request("GET", "/v1/runs/{run}/result", field) + "0\r\n\r\n"
					+ request("GET", "/v1/runs/smuggled/result")));
	}

	static Stream<Case> lines() {
		return Stream
			.of("GET", "GET /v1/runs/a b/result HTTP/1.1", " GET / HTTP/1.1", "G\u00e9T / HTTP/1.1", "GET\t/ HTTP/1.1",
					"GET / HTTP/1.1 x", "GET v1/runs/{run} HTTP/1.1", "GET /\u0001 HTTP/1.1", "GET /\u007f HTTP/1.1",
					"GET /\0 HTTP/1.1", "{} / HTTP/1.1", "\u0016\u0003\u0001\u0002", "(GET) / HTTP/1.1",
					"GET http://a:b:c/ HTTP/1.1")
			.map((line) -> raw('<' + line + '>', line, "Host: relay.test", AUTHORIZATION));
	}

	static Stream<Case> versions() {
		return Stream
			.of("GET /v1/runs/{run}/result", "GET / HTTPS/1.1", "GET / HTTP/x", "GET / HTTP/0.9", "GET / HTTP/1.2",
					"GET / HTTP/2.0", "GET /livez HTTP/2.0", "PRI * HTTP/2.0", "GET / HTTP/3.0", "GET / HTTP/9.9")
			.map((line) -> raw('<' + line + '>', line, "Host: relay.test", AUTHORIZATION));
	}

	static Stream<Case> targets() {
		Stream<Case> lines = Stream
			.of("GET ?x HTTP/1.1", "GET http:///v1 HTTP/1.1", "GET /v1/runs/a\u00e9b HTTP/1.1",
					"GET /v1/runs/\u00f0\u009f\u0098\u0080 HTTP/1.1")
			.map((line) -> raw('<' + line + '>', line, "Host: relay.test", AUTHORIZATION));
		return Stream.concat(lines, Stream.of(raw("a foreign absolute URI",
				"GET http://other.test/v1/runs/{run}/result HTTP/1.1", "Host: relay.test", AUTHORIZATION)));
	}

	static Stream<Case> fields() {
		return Stream
			.of("no colon", ": no name", "X : y", "X\u00e9: y", "X Y: z", "X: a\0b", "X: a\u0001b", "X: a\u007fb",
					"X: a\rb", " folded: first", "X: y\r\n folded", "(X): y", "\u0000: y", "X@: y", "{X}: y",
					"\"X\": y")
			.map((field) -> Case.caller('<' + field + '>', "GET /v1/runs/{run}/result HTTP/1.1\r\nHost: relay.test\r\n"
					+ field + "\r\n" + AUTHORIZATION + "\r\n\r\n"));
	}

	static Stream<Case> tooLarge() {
		return Stream.of(Case.get("/v1/runs/{run}/result?filters=" + "x".repeat(33_000)),
				Case.get("/" + "x".repeat(40_000)), Case.get("/v1/runs/{run}/result", "X: " + "y".repeat(33_000)),
				Case.get("/v1/runs/{run}/result", ("X: " + "y".repeat(996) + "\r\n").repeat(33) + "Z: z"),
				Case.get("/v1/runs/{run}/result", "X".repeat(33_000) + ": y"),
				Case.caller("a method of 40 KB", "M".repeat(40_000) + " / HTTP/1.1\r\nHost: a\r\n\r\n"),
				Case.get("/v1/runs/{run}/result", "Cookie: " + "y".repeat(1 << 20)));
	}

	static Stream<Case> tolerable() {
		return Stream.of(Case.get("/v1/runs/{run}/result", "X: " + "y".repeat(30_000)),
				Case.get("/v1/runs/{run}/result", "X: \u00e9\u00ff", "Y:", "Z:\ty\t"),
				raw("an absolute URI of our own", "GET http://relay.test/v1/runs/{run}/result HTTP/1.1",
						"Host: relay.test", AUTHORIZATION),
				raw("another absolute URI of our own", "GET http://RELAY.test:80/v1/runs/{run}/result HTTP/1.1",
						"Host: relay.test", AUTHORIZATION),
				raw("an empty line first", "", LINE, "Host: relay.test", AUTHORIZATION),
				raw("a Host with a port", LINE, "Host: relay.test:8080", AUTHORIZATION),
				raw("an IPv6 Host", LINE, "Host: [::1]:8080", AUTHORIZATION),
				raw("HTTP/1.0 with a Host", "GET /v1/runs/{run}/result HTTP/1.0", "Host: relay.test", AUTHORIZATION),
				Case.get("/v1/runs/{run}/result", "Expect: 100-continue"),
				Case.get("/v1/runs/{run}/result", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA",
						"Connection: Upgrade, HTTP2-Settings"),
				Case.get("/v1/runs/{run}/result", "X-Forwarded-Host: evil.test", "X-Forwarded-For: 1.2.3.4",
						"X-Forwarded-Proto: https", "X-Forwarded-Prefix: /x", "Forwarded: host=evil.test;proto=https",
						"X-Original-URL: /admin", "X-Rewrite-URL: /admin", "X-Forwarded-Port: 1"),
				Case.caller("a GET with a body", request("GET", "/v1/runs/{run}/result", "Content-Length: 2") + "{}"),
				Case.caller("a GET with chunks", request("GET", "/v1/runs/{run}/result", "Transfer-Encoding: chunked")
						+ "2\r\n{}\r\n0\r\n\r\n"));
	}

	private static Case raw(String name, String... lines) {
		return Case.caller(name, String.join("\r\n", lines) + "\r\n\r\n");
	}

	private static void isTooLarge(RawResponse response) {
		assertThat(response.status()).as("%s", response).isIn(414, 431);
		String slug = (response.status() == 414) ? "uri-too-long" : "header-fields-too-large";
		ProblemDocument.check(response, response.status(), slug);
	}

}
