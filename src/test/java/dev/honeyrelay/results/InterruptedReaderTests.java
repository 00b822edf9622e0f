package dev.honeyrelay.results;

import java.util.concurrent.CompletableFuture;

import dev.honeyrelay.cache.Gate;
import dev.honeyrelay.run.RunQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.honeyrelay.run.Questions.result;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A reader that is told to wait no longer: its request has been waited for long enough.
 */
@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InterruptedReaderTests {

	private static final RunQuery QUERY = result("ci-48213");

	private final Rig rig = new Rig();

	private final CompletableFuture<String> told = new CompletableFuture<>();

	@Test
	void withNothingStoredItIsToldSoAndTheTripGoesOn() {
		this.rig.honeyHive.says("v1");
		Gate gate = this.rig.honeyHive.hesitates();

		reader(gate).interrupt();

		assertThat(this.told.join()).isEqualTo("unavailable: timeout, interrupted");
		gate.open();
		this.rig.awaitIdle();
		assertThat(this.rig.stored(QUERY)).isEqualTo("v1");
		assertThat(this.rig.honeyHive.asked()).isOne();
	}

	@Test
	void aStaleAnswerStandsInAndTheTripGoesOn() {
		this.rig.honeyHive.says("v1");
		this.rig.ask(QUERY);
		this.rig.advance(10);
		this.rig.honeyHive.says("v2");
		Gate gate = this.rig.honeyHive.hesitates();

		reader(gate).interrupt();

		assertThat(this.told.join()).isEqualTo("v1: fwd=stale; ttl=0; detail=timeout, interrupted");
		gate.open();
		this.rig.awaitIdle();
		assertThat(this.rig.stored(QUERY)).isEqualTo("v2");
	}

	@Test
	void onlyTheReaderThatIsInterruptedLeaves() {
		this.rig.honeyHive.says("v1");
		Gate gate = this.rig.honeyHive.hesitates();
		Thread reader = reader(gate);
		CompletableFuture<String> other = this.rig.waiting(QUERY);

		reader.interrupt();
		this.told.join();
		gate.open();

		assertThat(other.join()).isEqualTo("v1: fwd=miss; collapsed");
	}

	// Returns a reader that waits for HoneyHive, or is about to.
	private Thread reader(Gate gate) {
		Thread reader = Thread.startVirtualThread(() -> {
			try {
				String text = this.rig.ask(QUERY);
				this.told.complete(text + (Thread.currentThread().isInterrupted() ? ", interrupted" : ""));
			}
			catch (RuntimeException | Error ex) {
				this.told.completeExceptionally(ex);
			}
		});
		gate.awaitReached();
		return reader;
	}

}
