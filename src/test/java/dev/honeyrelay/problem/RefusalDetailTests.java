package dev.honeyrelay.problem;

import java.util.stream.Stream;

import dev.honeyrelay.harness.ProblemDocument;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Stage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.honeyrelay.harness.RunningRelay.bare;
import static dev.honeyrelay.harness.RunningRelay.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Every refusal says what is at fault, in words of the relay's own.
 */
class RefusalDetailTests {

	private final RunningRelay relay = Stage.shared().relay();

	@ParameterizedTest
	@MethodSource({ "paths", "lines", "fields", "others" })
	void theDetailNamesWhatIsAtFault(String request, String words) {
		RawResponse response = this.relay.send(request);

		assertThat(ProblemDocument.detail(response)).as(request).contains(words);
		assertThat(response.text()).doesNotContain("canary", "<x>");
	}

	@ParameterizedTest
	@MethodSource({ "lines", "fields" })
	void theManagementPortSaysTheSame(String request, String words) {
		assertThat(ProblemDocument.detail(this.relay.atManagement(request))).as(request).contains(words);
	}

	static Stream<Arguments> paths() {
		return Stream.of(arguments(bare("GET", "//v1/runs/canary/result"), "two slashes in a row"),
				arguments(bare("GET", "/v1//runs"), "two slashes in a row"),
				arguments(bare("GET", "/v1/runs/canary%2fb"), "an encoded slash"),
				arguments(bare("GET", "/v1/runs/canary;a=b/result"), "semicolon"),
				arguments(bare("GET", "/v1/runs/canary\\result"), "backslash"),
				arguments(bare("GET", "/v1/runs/../admin"), "dots"), arguments(bare("GET", "/v1/%2e%2e/admin"), "dots"),
				arguments(bare("GET", "/../canary"), "dots"),
				arguments(bare("GET", "/v1/runs/canary%zz"), "percent sign"),
				arguments(bare("GET", "/v1/runs/canary%ff"), "UTF-8"),
				arguments(bare("GET", "/v1/runs/\u00e9"), "path has a character"),
				arguments(bare("GET", "/v1/runs/canary%25"), "percent-encoding"));
	}

	static Stream<Arguments> lines() {
		return Stream.of(arguments("GARBAGE\r\n\r\n", "request line"),
				arguments("GET /canary\u0001 HTTP/1.1\r\nHost: x\r\n\r\n", "request line has a character"),
				arguments("GET /canary HTTP/1.1 x\r\nHost: x\r\n\r\n", "request line"),
				arguments("GET http://a:b:c/ HTTP/1.1\r\nHost: x\r\n\r\n", "host or port"),
				arguments("GET /" + "x".repeat(40_000) + " HTTP/1.1\r\nHost: x\r\n\r\n", "32 KB"));
	}

	static Stream<Arguments> fields() {
		return Stream.of(arguments("GET / HTTP/1.1\r\n\r\n", "Host is missing"),
				arguments("GET / HTTP/1.1\r\nHost: canary b\r\n\r\n", "Host is not"),
				arguments("GET / HTTP/1.1\r\nHost: canary:x\r\n\r\n", "Host is not"),
				arguments("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "Host is given more than once"),
				arguments("GET http://canary/ HTTP/1.1\r\nHost: b\r\n\r\n", "Host differs"),
				arguments(bare("GET", "/", "Content-Length: x"), "Content-Length"),
				arguments(bare("GET", "/", "Content-Length: 1", "Content-Length: 2"), "Content-Length"),
				arguments(bare("GET", "/", "Transfer-Encoding: canary"), "Transfer-Encoding"),
				arguments(bare("GET", "/", "Content-Length: 1", "Transfer-Encoding: chunked"), "Transfer-Encoding"),
				arguments(bare("GET", "/", "X: y", " canary: z"), "over several lines"),
				arguments(bare("GET", "/", "canary"), "header field has no colon"),
				arguments(bare("GET", "/", "canary : z"), "colon right after its name"),
				arguments(bare("GET", "/", "X: a\0b"), "header field has"),
				arguments(bare("GET", "/", "X\u00e9: canary"), "header field has"),
				arguments(bare("GET", "/", "X: " + "y".repeat(40_000)), "header fields are too long"),
				arguments(bare("GET", "/", "Expect: canary"), "Expect"));
	}

	static Stream<Arguments> others() {
		return Stream.of(arguments(request("GET", "/v1/runs/a/result?canary=%zz"), "The query"),
				arguments(request("GET", "/v1/runs/a/result?canary=%ff"), "The query"),
				arguments(request("GET", "/v1/runs/a/result?<x>=1"), "parameter"),
				arguments(request("GET", "/v1/runs/.canary/result"), "run id"),
				arguments(request("GET", "/v1/runs/a/result", "Accept: image/png"), "Accept"),
				arguments(request("GET", "/v1/runs/a/result/"), "ends with a slash"),
				arguments(request("GET", "/canary"), "path"), arguments(request("PUT", "/v1/runs"), "GET, HEAD"));
	}

}
