package dev.honeyrelay.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.honeyrelay.harness.LogWatch;
import dev.honeyrelay.harness.ProblemDocument;
import dev.honeyrelay.harness.RawCaller;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Script;
import dev.honeyrelay.harness.Stage;
import dev.honeyrelay.harness.States;
import dev.honeyrelay.memory.ByteBudget;
import io.micrometer.core.instrument.MeterRegistry;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.jetty.JettyWebServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Callers that take their time, and many that do nothing.
 */
@Timeout(60)
class SlowCallersTests {

	private static final String GOOD = RunningRelay.request("GET", "/v1/runs/good/result");

	// Than the time that a request may take to arrive.
	private static final Duration LONGER = Duration.ofMillis(1500);

	private static Stage stage;

	@BeforeAll
	static void open() {
		stage = Stage.open("--relay.callers.header-timeout=600ms", "--relay.callers.idle-timeout=2s");
	}

	@AfterAll
	static void close() {
		stage.close();
	}

	@Test
	void aHeaderThatDripsIsCutThoughEachByteIsASignOfLife() throws Exception {
		try (RawCaller caller = stage.relay().connect()) {
			caller.send("GET /v1/runs/good/result HTTP/1.1\r\nX-Drip: ");
			while (!caller.isClosed()) {
				caller.send("a");
			}
		}
	}

	@ParameterizedTest
	@MethodSource("halves")
	void aRequestThatStallsIsCutAndToldSo(String half) throws Exception {
		try (RawCaller caller = stage.relay().connect()) {
			RawResponse refusal = caller.send(half).receive();

			ProblemDocument.check(refusal, 408, "request-timeout");
			assertThat(refusal.value("Connection")).isEqualTo("close");
			assertThat(caller.isClosed()).isTrue();
			assertThat(stage.relay()
				.component(MeterRegistry.class)
				.get("relay.connections.cut")
				.tag("reason", "header-timeout")
				.counter()
				.count()).isPositive();
		}
	}

	@Test
	void aRequestThatStallsOnAKeptConnectionIsCutToo() throws Exception {
		try (RawCaller caller = stage.relay().connect()) {
			for (int request = 0; request < 3; request++) {
				assertThat(caller.send(GOOD).receive().status()).isEqualTo(200);
			}

			assertThat(caller.send(GOOD.substring(0, 20)).receive().status()).isEqualTo(408);
			assertThat(caller.isClosed()).isTrue();
		}
	}

	@Test
	void emptyLinesAreNoSignOfLifeEither() throws Exception {
		try (RawCaller caller = stage.relay().connect()) {
			assertThat(caller.send("\r\n").isClosed()).isTrue();
		}
	}

	@Test
	void emptyLinesBeforeARequestDoNotCountAfterIt() throws Exception {
		try (RawCaller caller = stage.relay().connect()) {
			for (int request = 0; request < 3; request++) {
				assertThat(caller.send("\r\n").send(GOOD).receive().status()).isEqualTo(200);
			}

			assertThat(caller.isClosedWithin(LONGER)).isFalse();
		}
	}

	@Test
	void aRequestThatStallsIsCutOnTheManagementPort() {
		assertThat(stage.relay().atManagement("GET /actuator/health HTTP/1.1\r\nHost: ").status()).isEqualTo(408);
	}

	@Test
	void aConnectionOverWhichNothingWasSaidYetIsNotCut() throws Exception {
		try (RawCaller caller = stage.relay().connect()) {
			assertThat(caller.isClosedWithin(LONGER)).isFalse();

			assertThat(caller.send(GOOD).receive().status()).isEqualTo(200);
		}
	}

	@Test
	void aConnectionThatIsIdleForLongerThanTheIdleTimeoutIsClosed() throws Exception {
		try (RawCaller caller = stage.relay().connect()) {
			caller.send(GOOD).receive();

			while (!caller.isClosed()) {
				Thread.onSpinWait();
			}
		}
	}

	@Test
	void aConnectionThatWaitsBetweenRequestsIsNotCut() throws Exception {
		try (RawCaller caller = stage.relay().connect()) {
			caller.send(GOOD).receive();
			assertThat(caller.isClosedWithin(LONGER)).isFalse();

			assertThat(caller.send(GOOD).receive().status()).isEqualTo(200);
		}
	}

	// One that is not let in at once tries again after a second.
	@Test
	void manyWhoConnectAtOnceAllFindRoom() throws Exception {
		List<Socket> burst = new ArrayList<>();
		try {
			for (int i = 0; i < 500; i++) {
				burst.add(new Socket());
				burst.getLast()
					.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), stage.relay().port()), 900);
			}

			assertThat(((JettyWebServer) stage.relay().server()).getServer().getConnectors()).allSatisfy(
					(connector) -> assertThat(((ServerConnector) connector).getAcceptQueueSize()).isEqualTo(1024));
		}
		finally {
			for (Socket socket : burst) {
				socket.close();
			}
		}
	}

	@Test
	void twoThousandIdleConnectionsKeepNobodyWaiting() throws Exception {
		List<RawCaller> idle = new ArrayList<>();
		try {
			for (int i = 0; i < 2000; i++) {
				idle.add(stage.relay().connect());
			}

			assertThat(stage.relay().send(GOOD).status()).isEqualTo(200);
		}
		finally {
			for (RawCaller caller : idle) {
				caller.close();
			}
		}
	}

	@Test
	void aCallerThatTakesNothingIsCutWithoutAnAlarm() throws Exception {
		ByteBudget inFlight = stage.relay().component(ByteBudget.class);
		long all = inFlight.free();
		stage.upstream().on("large", Script.json("{\"a\":\"" + "x".repeat(20_000_000) + "\"}"));
		LogWatch log = LogWatch.anew();
		try (RawCaller caller = stage.relay().connect()) {
			caller.send(RunningRelay.request("GET", "/v1/runs/large/result"));
			States.await(() -> inFlight.free() < all);
			States.await(() -> inFlight.free() == all);
		}

		assertThat(stage.relay().send(GOOD).status()).isEqualTo(200);
		assertThat(log.alarms()).isEmpty();
	}

	@Test
	void aBodyWithoutEndIsNeitherReadNorKept() throws Exception {
		try (RawCaller caller = stage.relay().connect()) {
			caller.send(GOOD.replace("\r\n\r\n", "\r\nContent-Length: 1073741824\r\n\r\n") + "x".repeat(100_000));

			assertThat(caller.receive().status()).isEqualTo(200);
			assertThat(caller.isClosed()).isTrue();
		}
	}

	static Stream<String> halves() {
		return Stream.of("G", "GET /v1/runs", GOOD.substring(0, GOOD.length() - 2), GOOD.substring(0, 60),
				"GET / HTTP/1.1\r\nHost: h\r\n" + "a: b\r\n".repeat(90), "GET / HTTP/1.1\r\nX: " + "y".repeat(30_000));
	}

}
