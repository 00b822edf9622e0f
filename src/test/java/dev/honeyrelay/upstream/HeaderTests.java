package dev.honeyrelay.upstream;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.honeyrelay.harness.Case;
import dev.honeyrelay.harness.Exchange;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Script;
import dev.honeyrelay.harness.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.honeyrelay.harness.Case.upstream;
import static dev.honeyrelay.harness.Script.json;
import static dev.honeyrelay.harness.Script.sends;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Header lines end at the relay, on the way there and on the way back.
 */
class HeaderTests {

	private static final String OK = "HTTP/1.1 200 OK";

	private static final String BODY = "{}";

	@Test
	void honeyHiveSeesItsKeyAndNothingOfTheCaller() {
		Stage stage = Stage.shared();
		String run = stage.newRun();

		stage.relay()
			.get("/v1/runs/" + run + "/result", "Cookie: a=b", "X-Api-Key: x", "hh-client-package: p",
					"X-Forwarded-For: 10.0.0.1", "Forwarded: for=10.0.0.1", "User-Agent: me", "Accept: */*",
					"Accept-Encoding: br", "If-None-Match: \"x\"", "Range: bytes=0-1", "X-Request-Id: mine",
					"Relay-Project: default", "Cache-Control: no-cache", "Content-Type: text/plain");

		Exchange seen = stage.upstream().last();
		assertThat(seen.values("Authorization")).containsExactly("Bearer " + RunningRelay.KEY);
		assertThat(seen.values("Accept-Encoding")).containsExactly("gzip");
		assertThat(seen.head().stream().skip(1).map((line) -> line.substring(0, line.indexOf(':'))))
			.containsExactlyInAnyOrder("host", "Accept", "Accept-Encoding", "Authorization", "User-Agent");
		assertThat(String.join("\n", seen.head())).doesNotContain("User-Agent: me", "mine", "10.0.0.1");
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource({ "ordinary", "strange" })
	void nothingOfHoneyHivesHeaderReachesTheCaller(Case situation) throws Exception {
		Stage.shared().play(situation.when(HeaderTests::hasOnlyTheRelaysOwn));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("malformed")
	void aMalformedHeaderMakesNoAnswer(Case situation) throws Exception {
		Stage.shared().play(situation.gives(502, "upstream-invalid").dropsUpstream());
	}

	static Stream<Case> ordinary() {
		return Stream
			.of("Set-Cookie: session=1; Path=/", "Server: nginx", "X-Powered-By: Express", "X-RateLimit-Remaining: 3",
					"RateLimit: \"default\";r=1", "Retry-After: 7", "Via: 1.1 proxy", "Location: /elsewhere",
					"Link: </style.css>; rel=preload", "Access-Control-Allow-Origin: *", "Refresh: 0; url=/x",
					"Strict-Transport-Security: max-age=1", "Alt-Svc: h3=\":443\"", "Content-Language: de",
					"Content-Disposition: attachment", "Content-Location: /other", "Clear-Site-Data: \"*\"",
					"WWW-Authenticate: Basic", "Proxy-Authenticate: Basic", "X-Request-Id: theirs", "Allow: PUT",
					"Keep-Alive: timeout=5", "Trailer: X", "Upgrade: h2c", "Warning: 110 - \"stale\"",
					"Content-Security-Policy: default-src 'none'", "Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT",
					"Date: yesterday", "Expires: tomorrow", "Age: -1", "Content-Range: bytes 0-1/2",
					"Accept-Ranges: bytes", "NEL: {}", "Transfer: x")
			.map((line) -> upstream(line, good(line)).passesOn(BODY));
	}

	static Stream<Case> strange() {
		String many = IntStream.range(0, 900).mapToObj((i) -> "X-" + i + ": " + i).collect(Collectors.joining("\r\n"));
		return Stream
			.of(upstream("900 lines", good(many)), upstream("an empty value", good("X-Empty:")),
					upstream("obs-text", good("X-Text: \u00e9\u00ff")), upstream("no colon", good("no colon")),
					upstream("a space in a name", good("Bad Name: x")),
					upstream("a folded line", good("X-Fold: a\r\n b")),
					upstream("Cache-Status of its own", good("Cache-Status: cdn; hit")),
					upstream("an ETag of its own", good("ETag: \"theirs\"")),
					upstream("an ETag that is none", good("ETag: theirs")),
					upstream("a connection that ends", good("Connection: close").thenCloses()),
					upstream("a type with a charset",
							sends(OK, "Content-Type: application/json; charset=utf-8",
									"Content-Length: " + BODY.length(), "", BODY)),
					upstream("no type at all", sends(OK, "Content-Length: " + BODY.length(), "", BODY)),
					upstream("names in capitals", sends(OK, "CONTENT-LENGTH: " + BODY.length(), "", BODY)))
			.map((situation) -> situation.passesOn(BODY));
	}

	static Stream<Case> malformed() {
		return Stream.of("X\u00e9: x", "X: a\0b", "\u0001: x", "X: " + "y".repeat(33_000), "(comment): x")
			.map((line) -> upstream("malformed " + line, good(line)));
	}

	private static Script good(String... lines) {
		return json(BODY.getBytes(java.nio.charset.StandardCharsets.UTF_8), lines);
	}

	private static void hasOnlyTheRelaysOwn(RawResponse response) {
		assertThat(response.names()).containsExactly("cache-control", "cache-status", "content-length", "content-type",
				"date", "etag", "vary", "x-content-type-options", "x-request-id");
		assertThat(response.value("ETag")).doesNotContain("theirs");
		assertThat(response.value("X-Request-Id")).isNotEqualTo("theirs");
		assertThat(response.value("Cache-Status")).startsWith("honeyhive-relay; ");
		assertThat(Arrays.asList(response.value("Content-Type"))).containsExactly("application/json");
	}

}
