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
import dev.honeyrelay.run.ProjectName;
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

	private static Stage once;

	@BeforeAll
	static void open() {
		once = Stage.ofProjects("--relay.upstream.retry.max-attempts=1");
		stage = Stage.ofProjects("--relay.upstream.retry.backoff=1ms");
	}

	@AfterAll
	static void close() {
		stage.close();
		once.close();
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
		String run = stage.newRun();
		stage.upstream().on(run, error(status));

		assertThat(get(run).status()).isGreaterThanOrEqualTo(400);
		assertThat(stage.upstream().asked(run)).hasSize(1);
	}

	@Test
	void aShortRetryAfterIsWaitedForAndALongOneIsNot() {
		String soon = stage.newRun();
		String late = stage.newRun();
		stage.upstream().on(soon, inTurn(error("503 Later", "Retry-After: 1"), Script.json("{}")));
		stage.upstream().on(late, error("503 Later", "Retry-After: 50"));

		assertThat(get(soon).status()).isEqualTo(200);
		assertThat(stage.upstream().asked(soon)).hasSize(2);
		RawResponse told = get(late);
		ProblemDocument.check(told, 502, "upstream-failed");
		assertThat(told.value("Retry-After")).isEqualTo("50");
		assertThat(stage.upstream().asked(late)).hasSize(1);
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
		ProjectName project = once.newProject();
		String second = once.newRun();
		once.upstream().on(second, inTurn(Scripts.hangsUp(), Script.json("{\"second\":true}")));
		once.result(project, once.newRun());

		RawResponse answer = once.result(project, second);

		assertThat(answer.status()).isEqualTo(200);
		assertThat(Scripts.connections(once.upstream().asked(second))).hasSize(2);
	}

	@Test
	void aNewConnectionThatIsClosedCounts() {
		String closed = once.newRun();
		once.upstream().on(closed, Scripts.hangsUp());

		ProblemDocument.check(once.result(once.newProject(), closed), 502, "upstream-unreachable");
		assertThat(once.upstream().asked(closed)).hasSize(1);
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
		return stage.result(stage.newProject(), run);
	}

}
