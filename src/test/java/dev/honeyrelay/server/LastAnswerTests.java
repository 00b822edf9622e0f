package dev.honeyrelay.server;

import java.util.stream.Stream;

import dev.honeyrelay.harness.RawCaller;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.honeyrelay.harness.RunningRelay.bare;
import static dev.honeyrelay.harness.RunningRelay.request;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where the relay ends a connection after an answer, the answer says so.
 */
@Timeout(60)
class LastAnswerTests {

	private static final String TARGET = "/v1/runs/good/result";

	private static final String GOOD = request("GET", TARGET);

	@ParameterizedTest(name = "{0}")
	@MethodSource("last")
	void anAnswerThatIsTheConnectionsLastSaysSo(String name, String request) throws Exception {
		try (RawCaller caller = Stage.shared().relay().connect()) {
			RawResponse answer = caller.send(request).receive(request.startsWith("HEAD"));

			assertThat(answer.value("Connection")).as(answer.toString()).isEqualTo("close");
			assertThat(caller.isClosed()).isTrue();
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("last")
	void soDoesOneAfterOthersOnTheSameConnection(String name, String request) throws Exception {
		try (RawCaller caller = Stage.shared().relay().connect()) {
			assertThat(caller.send(GOOD).receive().value("Connection")).isNull();
			assertThat(caller.send(GOOD).receive().value("Connection")).isNull();
			RawResponse answer = caller.send(request).receive(request.startsWith("HEAD"));

			assertThat(answer.value("Connection")).as(answer.toString()).isEqualTo("close");
			assertThat(caller.isClosed()).isTrue();
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("refused")
	void soDoesOneOnTheManagementPort(String name, String request) {
		RawResponse answer = Stage.shared().relay().atManagement(request.replace(TARGET, "/actuator/health"));

		assertThat(answer.value("Connection")).as(answer.toString()).isEqualTo("close");
	}

	@Test
	void anAnswerToAWholeRequestKeepsItsConnection() throws Exception {
		try (RawCaller caller = Stage.shared().relay().connect()) {
			assertThat(caller.send(request("GET", TARGET, "Content-Length: 0")).receive().value("Connection")).isNull();

			assertThat(caller.send(GOOD).receive().status()).isEqualTo(200);
		}
	}

	static Stream<Arguments> last() {
		return Stream.concat(refused(),
				Stream.of(with("a body that never comes", request("GET", TARGET, "Content-Length: 5")),
						with("chunks that never come", request("POST", TARGET, "Transfer-Encoding: chunked")),
						with("a body that comes in part", request("DELETE", TARGET, "Content-Length: 5") + "ab"),
						with("a body without a credential", bare("GET", "/v1/runs/a/result", "Content-Length: 5")),
						with("a body without end",
								request("GET", TARGET, "Content-Length: 1073741824") + "x".repeat(100_000))));
	}

	static Stream<Arguments> refused() {
		return Stream.of(with("HTTP/1.2", GOOD.replace("HTTP/1.1", "HTTP/1.2")),
				with("HTTP/1.0", GOOD.replace("HTTP/1.1", "HTTP/1.0")),
				with("HTTP/3.0", GOOD.replace("HTTP/1.1", "HTTP/3.0")),
				with("no version", "GET " + TARGET + "\r\n\r\n"), with("HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
				with("two hosts", request("GET", TARGET, "Host: other.test")),
				with("a line that is none", "GET\r\n\r\n"),
				with("a target too long", "GET /" + "x".repeat(40_000) + " HTTP/1.1\r\nHost: a\r\n\r\n"),
				with("a field too long", request("GET", TARGET, "X: " + "y".repeat(40_000))),
				with("too many fields", request("GET", TARGET, "a:b\r\n".repeat(100) + "a: b")),
				with("a close asked for", request("GET", TARGET, "Connection: close")));
	}

	private static Arguments with(String name, String request) {
		return Arguments.of(name, request);
	}

}
