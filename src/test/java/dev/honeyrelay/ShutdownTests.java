package dev.honeyrelay;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import dev.honeyrelay.harness.RawCaller;
import dev.honeyrelay.harness.RawUpstream;
import dev.honeyrelay.harness.RelayProcess;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process of its own is told to end.
 */
@Timeout(90)
class ShutdownTests {

	@Test
	void readinessGoesFirstThenWhatIsUnderWayIsAnsweredThenTheProcessEndsWithZero() throws Exception {
		RawUpstream upstream = RawUpstream.start();
		CountDownLatch gate = new CountDownLatch(1);
		upstream.on("slow", Script.json(RawUpstream.goodBody("slow")).after(gate));
		try (RelayProcess relay = RelayProcess.start(upstream.baseUrl());
				ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
			Future<Integer> slow = callers.submit((Callable<Integer>) () -> relay.statusOf("/v1/runs/slow/result"));
			while (upstream.asked("slow").isEmpty()) {
				Thread.onSpinWait();
			}

			relay.process().destroy();
			relay.awaitStatus("/readyz", 503);
			assertThat(relay.statusOf("/v1/runs/late/result")).isEqualTo(200);
			gate.countDown();

			assertThat(slow.get()).isEqualTo(200);
			assertThat(relay.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
			assertThat(relay.process().exitValue()).isZero();
		}
	}

	@Test
	void aCallerThatTakesItsTimeGetsTheWholeAnswer() throws Exception {
		RawUpstream upstream = RawUpstream.start();
		byte[] large = ("{\"a\":\"" + "x".repeat(20_000_000) + "\"}").getBytes(StandardCharsets.US_ASCII);
		upstream.on("large", Script.json(large));
		try (RelayProcess relay = RelayProcess.start(upstream.baseUrl()); RawCaller caller = relay.connect()) {
			caller
				.send(RunningRelay.bare("GET", "/v1/runs/large/result", "Authorization: Bearer " + RelayProcess.TOKEN))
				.awaitAnswer();

			relay.process().destroy();
			assertThat(relay.process().waitFor(6, TimeUnit.SECONDS)).isFalse();

			assertThat(caller.receive().body()).isEqualTo(large);
			assertThat(relay.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
			assertThat(relay.process().exitValue()).isZero();
		}
	}

}
