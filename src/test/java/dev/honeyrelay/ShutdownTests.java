package dev.honeyrelay;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import dev.honeyrelay.harness.InOtherProcesses;
import dev.honeyrelay.harness.RawCaller;
import dev.honeyrelay.harness.RawUpstream;
import dev.honeyrelay.harness.RelayProcess;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Script;
import dev.honeyrelay.harness.States;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process of its own is told to end.
 */
@Timeout(90)
@InOtherProcesses
class ShutdownTests {

	@Test
	void readinessGoesFirstThenWhatIsUnderWayIsAnsweredThenTheProcessEndsWithZero() throws Exception {
		RawUpstream upstream = RawUpstream.start();
		CountDownLatch gate = new CountDownLatch(1);
		upstream.on("slow", Script.json(RawUpstream.goodBody("slow")).after(gate));
		try (RelayProcess relay = RelayProcess.start(upstream.baseUrl());
				ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
			Future<Integer> slow = callers.submit((Callable<Integer>) () -> relay.statusOf("/v1/runs/slow/result"));
			States.await(() -> !upstream.asked("slow").isEmpty());

			relay.process().destroy();
			relay.awaitStatus("/readyz", 503);
			assertThat(relay.statusOf("/v1/runs/late/result")).isEqualTo(200);
			try (RawCaller late = relay.connect()) {
				String read = RunningRelay.bare("GET", "/v1/runs/late/result",
						"Authorization: Bearer " + RelayProcess.TOKEN);
				assertThat(late.send(read).receive().value("Connection")).isEqualTo("close");
			}
			gate.countDown();

			assertThat(slow.get()).isEqualTo(200);
			assertThat(relay.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
			assertThat(relay.process().exitValue()).isZero();
			assertThat(relay.printed()).containsOnlyOnce("shutting down");
		}
	}

	@Test
	void whatIsToldToEndWhileItStartsEndsWithZeroAndWithoutAComplaint() throws Exception {
		try (RelayProcess relay = RelayProcess.begin(RawUpstream.start().baseUrl())) {
			relay.process().destroy();

			assertThat(relay.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
			assertThat(relay.process().exitValue()).isZero();
			assertThat(relay.printed()).doesNotContain("Exception");
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 4 })
	void aCallerThatTakesItsTimeGetsTheWholeAnswer(int timesBefore) throws Exception {
		RawUpstream upstream = RawUpstream.start();
		byte[] large = RawUpstream.goodBody("large")
			.replaceFirst("\\{", "{\"a\":\"" + "x".repeat(15_000_000) + "\",")
			.getBytes(StandardCharsets.US_ASCII);
		upstream.on("large", Script.json(large));
		String poll = RunningRelay.bare("GET", "/v1/runs/large/result", "Authorization: Bearer " + RelayProcess.TOKEN);
		// However long it takes, it is asked for once.
		try (RelayProcess relay = RelayProcess.start(upstream.baseUrl(), "-Drelay.cache.min-fresh=1h",
				"-Drelay.cache.first-fresh=1h"); RawCaller caller = relay.connect()) {
			try (RawCaller poller = relay.connect()) {
				for (int time = 0; time < timesBefore; time++) {
					assertThat(poller.send(poll).receive().body()).isEqualTo(large);
				}
			}
			caller.send(poll).awaitAnswer();

			relay.process().destroy();
			assertThat(relay.process().waitFor(3, TimeUnit.SECONDS)).isFalse();

			assertThat(caller.receive().body()).isEqualTo(large);
			assertThat(upstream.asked("large")).hasSize(1);
			assertThat(relay.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
			assertThat(relay.process().exitValue()).isZero();
		}
	}

}
