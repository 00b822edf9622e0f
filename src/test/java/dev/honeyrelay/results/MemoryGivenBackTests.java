package dev.honeyrelay.results;

import java.time.Duration;
import java.util.List;

import dev.honeyrelay.cache.Gate;
import dev.honeyrelay.cache.Sighting;
import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.memory.ByteBudget.Lease;
import dev.honeyrelay.run.RunQuery;
import dev.honeyrelay.upstream.UpstreamOutcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.honeyrelay.run.Questions.result;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a trip took of the memory for what is under way is free again when nobody needs
 * its answer any more, however those who waited have left.
 */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MemoryGivenBackTests {

	private static final RunQuery QUERY = result("ci-48213");

	private static final int SIZE = 1000;

	private final ByteBudget budget = new ByteBudget(SIZE);

	@Test
	void afterAMiss() {
		Rig rig = saying("v1");

		Answer answer = rig.results.answer(QUERY);

		assertThat(this.budget.free()).isLessThan(SIZE);
		answer.close();
		assertThat(this.budget.free()).isEqualTo(SIZE);
	}

	@Test
	void afterARefreshThatNobodyWaitedForAndThatIsCounted() {
		Rig rig = saying("v1");
		rig.results.answer(QUERY).close();
		rig.advance(9);
		Gate gate = rig.honeyHive.hesitates();

		for (int read = 0; read < 3; read++) {
			rig.results.answer(QUERY).close();
		}
		gate.awaitReached();
		gate.open();
		rig.awaitIdle();

		awaitAllFree();
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		rig.trips.metrics().bindTo(meters);
		assertThat(meters.get("relay.cache.refreshes").functionCounter().count()).isOne();
	}

	@Test
	void afterAStaleAnswerStoodInForATripThatTookTooLong() {
		Rig rig = saying("v1", "stale-wait=1ms");
		rig.results.answer(QUERY).close();
		rig.advance(10);
		Gate gate = rig.honeyHive.hesitates();

		assertThat(rig.ask(QUERY)).isEqualTo("v1: fwd=stale; ttl=0; detail=timeout");
		assertThat(rig.results.failedRecently(QUERY)).isTrue();
		assertThat(rig.ask(QUERY)).as("at once").isEqualTo("v1: hit; ttl=0; detail=stale-if-error");
		gate.open();
		rig.awaitIdle();

		awaitAllFree();
	}

	@Test
	void afterTheOnlyReaderWasInterrupted() throws InterruptedException {
		Rig rig = saying("v1");
		Gate gate = rig.honeyHive.hesitates();
		Thread reader = Thread.startVirtualThread(() -> rig.results.answer(QUERY));
		gate.awaitReached();

		reader.interrupt();
		reader.join();
		gate.open();
		rig.awaitIdle();

		awaitAllFree();
	}

	private Rig saying(String text, String... settings) {
		Rig rig = new Rig(settings);
		rig.honeyHive.does((query, validator) -> {
			Lease lease = this.budget.lease();
			assertThat(lease.take(300)).isTrue();
			Sighting sighting = Sighting.of(text, rig.time.instant()).touched(Duration.ofDays(1));
			return new UpstreamOutcome.Answered(sighting.seen(), List.of(), lease);
		});
		return rig;
	}

	// A trip gives back what it has a moment after nobody can join it.
	private void awaitAllFree() {
		while (this.budget.free() < SIZE) {
			Thread.onSpinWait();
		}
	}

}
