package dev.honeyrelay.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.honeyrelay.harness.InOtherProcesses;
import dev.honeyrelay.harness.RawCaller;
import dev.honeyrelay.harness.RawUpstream;
import dev.honeyrelay.harness.RelayProcess;
import dev.honeyrelay.harness.RunningRelay;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many connections of somebody who has no token, to a relay with a small heap.
 */
@Timeout(120)
@InOtherProcesses
class AnonymousFloodTests {

	private static final int CONNECTIONS = 400;

	private static final int UNREAD = 1_500;

	private static final String GOOD = RunningRelay.request("GET", "/v1/runs/good/result")
		.replace(RunningRelay.TOKEN, RelayProcess.TOKEN);

	private static final String LINE = "GET / HTTP/1.1\r\nHost: h\r\n";

	private static RelayProcess small;

	@BeforeAll
	static void start() throws Exception {
		small = RelayProcess.start(RawUpstream.start().baseUrl(), "-Xmx205m", "-XX:+ExitOnOutOfMemoryError",
				"-Drelay.cache.max-size=32MB", "-Drelay.cache.max-entry=8MB", "-Drelay.upstream.max-in-flight=64MB",
				"-Drelay.callers.header-timeout=60s");
	}

	@AfterAll
	static void end() throws IOException {
		small.close();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("halves")
	@Execution(ExecutionMode.SAME_THREAD)
	void halfRequestsOfSomebodyWithoutATokenEndNothing(String name, String half) throws Exception {
		List<RawCaller> callers = new ArrayList<>();
		try (RawCaller good = small.connect()) {
			for (int i = 0; i < CONNECTIONS; i++) {
				callers.add(small.connect().send(half));
				if (i % 10 == 0) {
					assertThat(good.send(GOOD).receive().status()).isEqualTo(200);
				}
				if (i % 100 == 0) {
					assertThat(small.statusOf("/v1/runs/good/result")).isEqualTo(200);
				}
			}

			assertThat(small.statusOf("/v1/runs/good/result")).isEqualTo(200);
		}
		finally {
			close(callers);
		}
	}

	@Test
	@Execution(ExecutionMode.SAME_THREAD)
	void neitherDoDocumentsThatSomebodyWithoutATokenDoesNotTake() throws Exception {
		String requests = "GET /openapi.json HTTP/1.1\r\nHost: h\r\n\r\n".repeat(60);
		List<RawCaller> callers = new ArrayList<>();
		try {
			for (int i = 0; i < UNREAD; i++) {
				callers.add(smallWindow().send(requests));
			}

			assertThat(small.statusOf("/v1/runs/good/result")).isEqualTo(200);
		}
		finally {
			close(callers);
		}
	}

	@Test
	@Execution(ExecutionMode.SAME_THREAD)
	void neitherDoTheyOnTheManagementPort() throws Exception {
		Pattern line = Pattern.compile("management_port=\"(\\d+)\"");
		// Lines leave in batches.
		Awaitility.await().until(() -> line.matcher(small.printed()).find());
		Matcher port = line.matcher(small.printed());
		port.find();
		List<RawCaller> callers = new ArrayList<>();
		try {
			for (int i = 0; i < CONNECTIONS; i++) {
				Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port.group(1)));
				callers.add(new RawCaller(socket).send("GET /" + ";a".repeat(3_900)));
			}

			assertThat(small.statusOf("/v1/runs/good/result")).isEqualTo(200);
		}
		finally {
			close(callers);
		}
	}

	static Stream<Arguments> halves() {
		return Stream.of(Arguments.of("thousands of fields", LINE + "a:b\r\n".repeat(6_340)),
				Arguments.of("a hundred long fields", LINE + ("a: " + "b".repeat(320) + "\r\n").repeat(98)),
				Arguments.of("one giant field", LINE + "X: " + "y".repeat(32_000)),
				Arguments.of("a giant name", LINE + "X".repeat(32_000)),
				Arguments.of("a giant target", "GET /" + "x".repeat(32_000)),
				Arguments.of("path parameters", "GET /" + ";a".repeat(15_900) + " HTTP/1.1\r\nHost: h\r\n"),
				Arguments.of("a query", "GET /?" + "a&".repeat(15_900) + " HTTP/1.1\r\nHost: h\r\n"),
				Arguments.of("cookies", LINE + ("Cookie: " + "a=b; ".repeat(60) + "\r\n").repeat(98)),
				Arguments.of("a body", LINE + "Content-Length: 1000000\r\n\r\n" + "x".repeat(8_000)),
				Arguments.of("chunks", LINE + "Transfer-Encoding: chunked\r\n\r\n5\r\nab"),
				Arguments.of("a whole request and half of one",
						"GET /livez HTTP/1.1\r\nHost: h\r\nX: " + "y".repeat(30_000) + "\r\n\r\n" + LINE + "X: y"));
	}

	private static RawCaller smallWindow() throws IOException {
		Socket socket = new Socket();
		socket.setReceiveBufferSize(2_048);
		socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), small.port()));
		return new RawCaller(socket);
	}

	private static void close(List<RawCaller> callers) throws IOException {
		for (RawCaller caller : callers) {
			caller.close();
		}
	}

}
