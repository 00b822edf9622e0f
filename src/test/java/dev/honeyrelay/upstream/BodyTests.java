package dev.honeyrelay.upstream;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import dev.honeyrelay.harness.Case;
import dev.honeyrelay.harness.Script;
import dev.honeyrelay.harness.Stage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.honeyrelay.harness.Case.upstream;
import static dev.honeyrelay.harness.Script.answer;
import static dev.honeyrelay.harness.Script.gzip;
import static dev.honeyrelay.harness.Script.json;
import static dev.honeyrelay.harness.Script.sends;

/**
 * Bodies of every kind: what is one JSON object in UTF-8 is passed on byte for byte, and
 * nothing else is.
 */
class BodyTests {

	private static final String JSON = "Content-Type: application/json";

	@ParameterizedTest(name = "{0}")
	@MethodSource({ "large", "odd", "codings" })
	void soundBodiesArePassedOnByteForByte(Case situation) throws Exception {
		Stage.shared().play(situation);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource({ "mislabelled", "noObject", "tooLarge" })
	void unsoundBodiesAreNeitherPassedOnNorStored(Case situation) throws Exception {
		Stage.shared().play(situation);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("unsettled")
	void whatDoesNotSayCompletedIsPassedOnAndNotStored(Case situation) throws Exception {
		Stage.shared().play(situation);
	}

	static Stream<Case> large() {
		byte[] small = settled("\"x\":\"" + "y".repeat(300 << 10) + '"');
		byte[] medium = settled("\"x\":\"" + "y".repeat(5 << 20) + '"');
		byte[] large = settled("\"x\":\"" + "y".repeat(20 << 20) + '"');
		return Stream.of(upstream("300 KB", json(small)).stores(small),
				upstream("5 MB, gzip coded", json(gzip(medium), "Content-Encoding: gzip")).stores(medium),
				upstream("20 MB, one string", json(large)).passesOn(large)
					.with("Cache-Status", "honeyhive-relay; fwd=miss; stored=?0; detail=too-large"));
	}

	static Stream<Case> codings() {
		byte[] plain = settled("\"a\":1");
		Stream<Case> gzip = Stream.of("GZIP", "x-gzip", "X-GZip", " gzip ", "gzip ,", ", gzip", "\tgzip")
			.map((coding) -> upstream("coding " + coding, json(gzip(plain), "CONTENT-ENCODING:" + coding)));
		Stream<Case> none = Stream.of("identity", "IDENTITY", "", " , ")
			.map((coding) -> upstream("coding " + coding, json(plain, "Content-Encoding:" + coding)));
		return Stream.concat(gzip, none).map((situation) -> situation.stores(plain));
	}

	static Stream<Case> odd() {
		return Stream
			.of("\"n\":[0.10,1E400,-0,-0.0,1e-400,9223372036854775808,1234567890123456789]",
					"\"n\":" + "9".repeat(1000), "\"n\":0." + "1".repeat(1000), "\"s\":\"\\ud800 \\udc00\\ud800\"",
					"\"s\":\"\\u0000\\/\\b\u2028\"", "\"a\":1,\"a\":2", "\"\":{\"\":\"\"}",
					"\"d\":" + "[".repeat(900) + "]".repeat(900), " \t\r\n\"a\" : [ ] ",
					"\"e\":\"\ud83d\ude00 \u00e9 e\u0301\"")
			.map((members) -> upstream(members, json(settled(members))).stores(settled(members)));
	}

	static Stream<Case> mislabelled() {
		byte[] plain = settled("");
		return Stream
			.of(upstream("br", json(plain, "Content-Encoding: br")),
					upstream("zstd", json(plain, "Content-Encoding: zstd")),
					upstream("deflate", json(plain, "Content-Encoding: deflate")),
					upstream("gzip twice", json(gzip(gzip(plain)), "Content-Encoding: gzip, gzip")),
					upstream("gzip twice, on two lines",
							json(gzip(gzip(plain)), "Content-Encoding: gzip", "Content-Encoding: gzip")),
					upstream("gzip twice, labelled once", json(gzip(gzip(plain)), "Content-Encoding: gzip")),
					upstream("gzip on plain bytes", json(plain, "Content-Encoding: gzip")),
					upstream("gzip on nothing", json(new byte[0], "Content-Encoding: gzip")),
					upstream("gzip without a label", json(gzip(plain))),
					upstream("gzip cut off", json(cut(gzip(plain), 9), "Content-Encoding: gzip")),
					upstream("JSON called HTML", answer("200 OK", "text/html", plain)),
					upstream("a type that is none", answer("200 OK", "json", plain)))
			.map((situation) -> situation.gives(502, "upstream-invalid"));
	}

	static Stream<Case> noObject() {
		return Stream
			.of("", " ", "null", "true", "1", "\"text\"", "[]", "[{}]", "{", "{}}", "{} {}", "{}x", "{}\0",
					"{\"a\":1,}", "{\"a\":01}", "{\"a\":NaN}", "{\"a\":.5}", "{'a':1}", "{a:1}", "{\"a\":\"\n\"}",
					"{\"a\" 1}", "{\"a\":\"\\ud8\"}", "// c\n{}", "<!doctype html><title>Sign in</title>",
					"\u00ef\u00bb\u00bf{}", "{\"a\":\"\u00e9\"}", "{\"a\":\"\u00ed\u00a0\u0080\"}",
					"{\"a\":\"\u00c0\u0080\"}", "\u00fe\u00ff\0{\0}", "{\0}\0",
					"{\"d\":" + "[".repeat(10_000) + "]".repeat(10_000) + '}',
					"{\"d\":".repeat(10_000) + '1' + "}".repeat(10_000), "[".repeat(200_000),
					"{\"n\":" + "9".repeat(100_000) + '}')
			.map((text) -> upstream("no object: " + text, json(text.getBytes(StandardCharsets.ISO_8859_1))).gives(502,
					"upstream-invalid"));
	}

	static Stream<Case> tooLarge() {
		String chunk = "100000\r\n" + "y".repeat(1 << 20) + "\r\n";
		Script chunks = sends("HTTP/1.1 200 OK", JSON, "Transfer-Encoding: chunked", "", "6", "{\"x\":\"", "");
		for (int i = 0; i < 33; i++) {
			chunks = chunks.then(sends(chunk));
		}
		byte[] bomb = gzip(settled("\"x\":\"" + " ".repeat(100 << 20) + '"'));
		return Stream
			.of(upstream("too large by its length",
					sends("HTTP/1.1 200 OK", JSON, "Content-Length: 33554433", "", "{").thenHangs())
				.dropsUpstream(),
					upstream("too large by a length beyond all reason",
							sends("HTTP/1.1 200 OK", JSON, "Content-Length: 9223372036854775807", "", "{").thenHangs())
						.dropsUpstream(),
					upstream("too large by its chunks", chunks.thenHangs()).dropsUpstream(),
					upstream("too large once decoded", json(bomb, "Content-Encoding: gzip")))
			.map((situation) -> situation.gives(502, "upstream-too-large"));
	}

	static Stream<Case> unsettled() {
		return Stream
			.of(result("\"COMPLETED\"", "\"completed\""), result("\"completed \"", "\"completed\""),
					result("\"completed\"", "\"running\""), result("\"completed\"", "null"),
					result("true", "\"completed\""), result("[\"completed\"]", "\"completed\""),
					result("{\"status\":\"completed\"}", "\"completed\""), "{\"status\":\"completed\"}",
					"{\"run_object\":{\"status\":\"completed\"}}", "{}",
					"{\"status\":\"completed\",\"run_object\":[{\"status\":\"completed\"}]}",
					"{\"status\":\"completed\",\"run_object\":{\"x\":{\"status\":\"completed\"}}}",
					"{\"status\":\"completed\",\"status\":\"running\",\"run_object\":{\"status\":\"completed\"}}",
					"{\"status\":\"completed\",\"error\":\"no\",\"run_object\":{\"status\":\"completed\"}}",
					"{\"status\":\"completed\",\"error\":{},\"run_object\":{\"status\":\"completed\"}}")
			.map((body) -> upstream(body, json(body)).passesOn(body)
				.with("Cache-Status", "honeyhive-relay; fwd=miss; stored=?0; detail=unsettled"));
	}

	private static String result(String status, String runStatus) {
		return "{\"status\":" + status + ",\"run_object\":{\"status\":" + runStatus + "}}";
	}

	private static byte[] settled(String members) {
		String more = members.isEmpty() ? "" : ',' + members;
		return ("{\"status\":\"completed\",\"run_object\":{\"status\":\"completed\",\"created_at\":\"2026-01-01T00:00:00Z\"}"
				+ more + '}')
			.getBytes(StandardCharsets.UTF_8);
	}

	private static byte[] cut(byte[] bytes, int by) {
		return java.util.Arrays.copyOf(bytes, bytes.length - by);
	}

}
