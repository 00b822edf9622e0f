package dev.honeyrelay.upstream;

import java.time.Duration;
import java.util.stream.Stream;

import dev.honeyrelay.harness.Case;
import dev.honeyrelay.harness.Script;
import dev.honeyrelay.harness.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.honeyrelay.harness.Case.upstream;
import static dev.honeyrelay.harness.Script.sends;

/**
 * HoneyHive breaks the rules of HTTP.
 */
class FramingTests {

	private static final String JSON = "Content-Type: application/json";

	@ParameterizedTest(name = "{0}")
	@MethodSource({ "broken", "bent", "anyCase" })
	void nothingUnsoundIsPassedOnOrStored(Case situation) throws Exception {
		Stage.shared().play(situation);
	}

	static Stream<Case> broken() {
		return Stream
			.of(upstream("cut off in the body",
					sends("HTTP/1.1 200 OK", JSON, "Content-Length: 9", "", "{}").thenCloses()),
					upstream(
							"reset in the body",
							sends("HTTP/1.1 200 OK", JSON, "Content-Length: 9", "", "{}").thenResets()),
					upstream("cut off between chunks",
							sends("HTTP/1.1 200 OK", JSON, "Transfer-Encoding: chunked", "", "2", "{}", "")
								.thenCloses()),
					upstream(
							"chunk size not a number",
							sends("HTTP/1.1 200 OK", JSON, "Transfer-Encoding: chunked", "", "zz", "{}", "0", "", "")),
					upstream("chunk longer than its size",
							sends("HTTP/1.1 200 OK", JSON, "Transfer-Encoding: chunked", "", "1", "{}", "0", "", "")),
					upstream("chunk size negative",
							sends("HTTP/1.1 200 OK", JSON, "Transfer-Encoding: chunked", "", "-2", "{}", "0", "", "")),
					upstream("chunk size huge",
							sends("HTTP/1.1 200 OK", JSON, "Transfer-Encoding: chunked", "", "fffffffffffffff", "{}",
									"0", "", "")
								.thenCloses()),
					upstream(
							"two different lengths",
							sends("HTTP/1.1 200 OK", JSON, "Content-Length: 2", "Content-Length: 3", "", "{} ")),
					upstream("the same length twice",
							sends("HTTP/1.1 200 OK", JSON, "Content-Length: 2", "Content-Length: 2", "", "{}")),
					upstream("two lengths in a list",
							sends("HTTP/1.1 200 OK", JSON, "Content-Length: 2, 3", "", "{} ")),
					upstream("a length with a sign", sends("HTTP/1.1 200 OK", JSON, "Content-Length: +2", "", "{}")),
					upstream("a negative length", sends("HTTP/1.1 200 OK", JSON, "Content-Length: -2", "", "{}")),
					upstream("a length that is no number",
							sends("HTTP/1.1 200 OK", JSON, "Content-Length: two", "", "{}")),
					upstream("length and chunks",
							sends("HTTP/1.1 200 OK", JSON, "Content-Length: 2", "Transfer-Encoding: chunked", "", "2",
									"{}", "0", "", "")),
					upstream("length and chunks in capitals",
							sends("HTTP/1.1 200 OK", JSON, "Content-Length: 2", "Transfer-Encoding: CHUNKED", "", "2",
									"{}", "0", "", "")),
					upstream("chunked twice",
							sends("HTTP/1.1 200 OK", JSON, "Transfer-Encoding: chunked, CHUNKED", "", "2", "{}", "0",
									"", "")),
					upstream("a transfer coding nobody knows",
							sends("HTTP/1.1 200 OK", JSON, "Transfer-Encoding: br", "", "{}").thenCloses()),
					upstream("bytes after the body", sends("HTTP/1.1 200 OK", JSON, "Content-Length: 2", "", "{}{}")),
					upstream("another response after the body",
							sends("HTTP/1.1 200 OK", JSON, "Content-Length: 2", "", "{}HTTP/1.1 200 OK", JSON,
									"Content-Length: 2", "", "{}")),
					upstream("not HTTP", sends("220 mail.example ESMTP", "").thenCloses()),
					upstream("not HTTP and silent", sends("SSH-2.0-OpenSSH_9.2", "", "")),
					upstream("HTTP of another kind", sends("HTTP/3.9 200 OK", JSON, "Content-Length: 2", "", "{}")),
					upstream("a status that is no number", sends("HTTP/1.1 OK", JSON, "Content-Length: 2", "", "{}")),
					upstream("a status of two digits", sends("HTTP/1.1 20 OK", JSON, "Content-Length: 2", "", "{}")),
					upstream("a status of four digits", sends("HTTP/1.1 2000 OK", JSON, "Content-Length: 2", "", "{}")),
					upstream("a header line without a name",
							sends("HTTP/1.1 200 OK", JSON, ": x", "Content-Length: 2", "", "{}")),
					upstream("a header with NUL",
							sends("HTTP/1.1 200 OK", JSON, "X: a\0b", "Content-Length: 2", "", "{}")),
					upstream("headers over 32 KB",
							sends("HTTP/1.1 200 OK", JSON, "X: " + "x".repeat(40_000), "Content-Length: 2", "", "{}")))
			.map((situation) -> situation.gives(502, "upstream-invalid").dropsUpstream());
	}

	static Stream<Case> anyCase() {
		return Stream.of("CHUNKED", "Chunked", " chunked ")
			.map((coding) -> upstream("transfer coding " + coding,
					sends("HTTP/1.1 200 OK", JSON, "TRANSFER-ENCODING:" + coding, "", "2", "{}", "0", "", ""))
				.passesOn("{}"));
	}

	@Test
	void aConnectionThatSpeaksUnaskedIsNotUsedAgain() throws Exception {
		Script speaksLater = (exchange) -> {
			Script.json("{}").play(exchange);
			exchange.waitsForClose(Duration.ofMillis(100));
			Script.json("{\"whose\":\"nobody's\"}").play(exchange);
		};

		Stage.shared().play(upstream("another response later", speaksLater).passesOn("{}").dropsUpstream());
	}

	static Stream<Case> bent() {
		return Stream.of(
				upstream("a body that ends with the connection", sends("HTTP/1.1 200 OK", JSON, "", "{}").thenCloses())
					.passesOn("{}"),
				upstream("HTTP/1.0", sends("HTTP/1.0 200 OK", JSON, "Content-Length: 2", "", "{}").thenCloses())
					.passesOn("{}"),
				upstream("chunk extensions and trailers",
						sends("HTTP/1.1 200 OK", JSON, "Transfer-Encoding: chunked", "", "2;a=b", "{}", "0", "X-T: 1",
								"", ""))
					.passesOn("{}"),
				upstream("a space before the colon", sends("HTTP/1.1 200 OK", JSON, "Content-Length : 2", "", "{}"))
					.passesOn("{}"));
	}

}
