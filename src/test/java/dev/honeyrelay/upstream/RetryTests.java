package dev.honeyrelay.upstream;

import java.net.InetAddress;
import java.net.ServerSocket;

import dev.honeyrelay.harness.LogWatch;
import dev.honeyrelay.harness.ProblemDocument;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RawUpstream;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Script;
import dev.honeyrelay.harness.Stage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.honeyrelay.upstream.Scripts.error;
import static dev.honeyrelay.upstream.Scripts.inTurn;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is tried again, how often, and what is not.
 */
class RetryTests {

	private static Stage stage;

	@BeforeAll
	static void open() {
		stage = Stage.open("--relay.upstream.retry.backoff=1ms", "--relay.upstream.circuit.enabled=false");
	}

	@AfterAll
	static void close() {
		stage.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "502 Bad Gateway", "503 Unavailable", "504 Timeout" })
	void aPassingFaultIsNotNoticed(String status) {
		String run = stage.newRun();
		stage.upstream().on(run, inTurn(error(status), error(status), Script.json(RawUpstream.goodBody(run))));

		assertThat(get(run).status()).isEqualTo(200);
		assertThat(stage.upstream().asked(run)).hasSize(3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "502 Bad Gateway", "503 Unavailable", "504 Timeout" })
	void aLastingFaultIsAskedThreeTimes(String status) {
		String run = stage.newRun();
		stage.upstream().on(run, error(status));

		ProblemDocument.check(get(run), 502, "upstream-failed");
		assertThat(stage.upstream().asked(run)).hasSize(3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "500 Oops", "501 No", "400 No", "422 No", "401 No", "403 No", "302 There" })
	void whatWouldFailAgainIsAskedOnce(String status) {
		try (Stage own = Stage.open("--relay.upstream.retry.backoff=1ms")) {
			own.upstream().on("once", error(status));

			assertThat(own.relay().get("/v1/runs/once/result").status()).isGreaterThanOrEqualTo(400);
			assertThat(own.upstream().asked("once")).hasSize(1);
		}
	}

	@Test
	void aShortRetryAfterIsWaitedForAndALongOneIsNot() {
		try (Stage own = Stage.open("--relay.upstream.circuit.enabled=false")) {
			own.upstream().on("short", inTurn(error("503 Later", "Retry-After: 1"), Script.json("{}")));
			own.upstream().on("long", error("503 Later", "Retry-After: 50"));

			assertThat(own.relay().get("/v1/runs/short/result").status()).isEqualTo(200);
			assertThat(own.upstream().asked("short")).hasSize(2);
			RawResponse told = own.relay().get("/v1/runs/long/result");
			ProblemDocument.check(told, 502, "upstream-failed");
			assertThat(told.value("Retry-After")).isEqualTo("50");
			assertThat(own.upstream().asked("long")).hasSize(1);
		}
	}

	@Test
	void aConnectionThatBreaksInTheMiddleIsTriedAgain() {
		String run = stage.newRun();
		stage.upstream()
			.on(run, inTurn(Script.sends("HTTP/1.1 200 OK", "Content-Length: 100", "", "{").thenCloses(),
					Script.json(RawUpstream.goodBody(run))));

		assertThat(get(run).status()).isEqualTo(200);
		assertThat(stage.upstream().asked(run)).hasSize(2);
	}

	@Test
	void aPooledConnectionThatWasClosedIsReplacedWithoutCounting() {
		try (Stage own = Stage.open("--relay.upstream.retry.max-attempts=1")) {
			own.upstream().on("first", Script.json("{}"));
			own.upstream().on("second", inTurn(Scripts.hangsUp(), Script.json("{\"second\":true}")));
			own.relay().get("/v1/runs/first/result");

			RawResponse answer = own.relay().get("/v1/runs/second/result");

			assertThat(answer.status()).isEqualTo(200);
			assertThat(Scripts.connections(own.upstream().asked("second"))).hasSize(2);
		}
	}

	@Test
	void aNewConnectionThatIsClosedCounts() {
		try (Stage own = Stage.open("--relay.upstream.retry.max-attempts=1")) {
			own.upstream().on("closed", Scripts.hangsUp());

			ProblemDocument.check(own.relay().get("/v1/runs/closed/result"), 502, "upstream-unreachable");
			assertThat(own.upstream().asked("closed")).hasSize(1);
		}
	}

	@Test
	void nobodyListensAndNobodyIsAlarmed() throws Exception {
		String nobody;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			nobody = "http://127.0.0.1:" + socket.getLocalPort();
		}
		try (RunningRelay relay = RunningRelay.start(nobody, "--relay.upstream.retry.backoff=1ms")) {
			LogWatch log = LogWatch.anew();

			ProblemDocument.check(relay.get("/v1/runs/a/result"), 502, "upstream-unreachable");
			assertThat(log.alarms()).isEmpty();
			assertThat(log.lines()).filteredOn((line) -> line.contains("upstream unavailable")).hasSize(1);
		}
	}

	@Test
	void anUnknownHostIsUnreachable() {
		try (RunningRelay relay = RunningRelay.start("http://honeyhive.invalid",
				"--relay.upstream.retry.backoff=1ms")) {
			ProblemDocument.check(relay.get("/v1/runs/a/result"), 502, "upstream-unreachable");
		}
	}

	private static RawResponse get(String run) {
		return stage.relay().get("/v1/runs/" + run + "/result");
	}

}
