package dev.honeyrelay.memory;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import dev.honeyrelay.memory.ByteBudget.Lease;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bytes are lent, waited for and given back.
 */
@Timeout(10)
class ByteBudgetTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private final ByteBudget budget = new ByteBudget(100);

	@Test
	void noMoreIsLentThanThereIs() {
		Lease one = this.budget.lease();
		Lease other = this.budget.lease();

		assertThat(one.take(60)).isTrue();
		assertThat(other.take(60)).isFalse();
		assertThat(other.take(40)).isTrue();
		assertThat(this.budget.free()).isZero();
		one.close();
		one.close();
		assertThat(this.budget.free()).isEqualTo(60);
	}

	@Test
	void whatIsSetAsideIsTakenWithoutAskingForMore() {
		Lease lease = this.budget.lease();

		assertThat(lease.reserve(80)).isTrue();
		assertThat(lease.take(50)).isTrue();
		assertThat(lease.take(30)).isTrue();
		assertThat(this.budget.free()).isEqualTo(20);
		assertThat(lease.take(30)).isFalse();
		assertThat(lease.wanted()).isEqualTo(110);
	}

	@Test
	void whatWasSetAsideAndNotTakenIsGivenBack() {
		Lease lease = this.budget.lease();
		lease.reserve(80);
		lease.take(50);

		lease.trim();

		assertThat(this.budget.free()).isEqualTo(50);
	}

	@Test
	void nothingIsLentToALeaseThatIsClosed() {
		Lease lease = this.budget.lease();
		lease.close();

		assertThat(lease.take(1)).isFalse();
		lease.cover(10);
		assertThat(this.budget.free()).isEqualTo(100);
	}

	@Test
	void whatIsTakenAlreadyCountsThoughThereIsNotSoMuch() {
		Lease lease = this.budget.lease();
		lease.take(90);

		lease.cover(120);

		assertThat(this.budget.free()).isEqualTo(-20);
		assertThat(this.budget.lease().take(1)).isFalse();
		lease.close();
		assertThat(this.budget.free()).isEqualTo(100);
	}

	@Test
	void whoWaitsGetsWhatIsGivenBackInTheOrderOfArrival() throws Exception {
		Lease all = this.budget.lease();
		all.take(100);
		CompletableFuture<Lease> large = new CompletableFuture<>();
		Thread first = waitFor(90, large);
		CompletableFuture<Lease> small = new CompletableFuture<>();
		Thread second = waitFor(20, small);
		all.close();

		Lease got = large.get();
		assertThat(second.isAlive()).isTrue();
		assertThat(this.budget.lease().take(20)).isFalse();
		got.close();
		small.get().close();
		first.join();
		assertThat(this.budget.free()).isEqualTo(100);
	}

	@Test
	void whoHasWaitedForTooLongLeavesNothingBehind() throws Exception {
		Lease most = this.budget.lease();
		most.take(60);

		assertThat(this.budget.await(50, Duration.ofMillis(1))).isNull();
		assertThat(this.budget.free()).isEqualTo(40);
	}

	@Test
	void whoIsInterruptedLeavesNothingBehind() throws Exception {
		Lease most = this.budget.lease();
		most.take(60);
		CompletableFuture<Lease> never = new CompletableFuture<>();
		Thread waiting = waitFor(50, never);

		waiting.interrupt();
		waiting.join();

		assertThat(never).isCompletedExceptionally();
		most.close();
		assertThat(this.budget.free()).isEqualTo(100);
	}

	@Test
	void nobodyWaitsForMoreThanThereEverIs() throws Exception {
		assertThat(this.budget.await(101, LONG)).isNull();
	}

	private Thread waitFor(long bytes, CompletableFuture<Lease> got) {
		Thread waiting = Thread.startVirtualThread(() -> {
			try {
				got.complete(this.budget.await(bytes, LONG));
			}
			catch (InterruptedException ex) {
				got.completeExceptionally(ex);
			}
		});
		while (waiting.getState() != Thread.State.TIMED_WAITING) {
			Thread.onSpinWait();
		}
		return waiting;
	}

}
