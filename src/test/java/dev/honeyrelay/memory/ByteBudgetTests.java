package dev.honeyrelay.memory;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

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
	void whoeverComesWhileOthersWaitComesAfterThem() throws Exception {
		Lease usual = this.budget.lease();
		usual.take(40);
		this.budget.arrived(usual);
		Lease rest = this.budget.lease();
		rest.take(60);
		CompletableFuture<Lease> waits = new CompletableFuture<>();
		waitFor(55, waits);

		CompletableFuture<Lease> entered = new CompletableFuture<>();
		Thread late = waiting(() -> this.budget.enter(LONG), entered);
		usual.close();
		assertThat(entered).isNotDone();
		rest.close();

		// A little more than an answer usually takes is set aside for the newcomer before
		// it
		// asks.
		late.join();
		waits.get();
		assertThat(entered.get().spare()).isEqualTo(45);
		assertThat(this.budget.free()).isZero();
		assertThat(this.budget.waited()).isEqualTo(2);
	}

	@Test
	void whoeverComesWhileNobodyWaitsMayBegin() throws Exception {
		this.budget.lease().take(100);

		Lease entered = this.budget.enter(Duration.ZERO);

		assertThat(entered).isNotNull();
		assertThat(entered.take(1)).isFalse();
	}

	@Test
	void aLeaseThatGrowsKeepsWhatItHasMeanwhile() throws Exception {
		Lease coded = this.budget.lease();
		coded.take(20);
		Lease others = this.budget.lease();
		others.take(70);
		CompletableFuture<Lease> grown = new CompletableFuture<>();
		waiting(() -> coded.reserve(60, LONG) ? coded : null, grown);

		assertThat(this.budget.waiting()).isOne();
		others.close();

		assertThat(grown.get().spare()).isEqualTo(40);
		assertThat(this.budget.free()).isEqualTo(40);
	}

	@Test
	void aLeaseThatGrowsComesBeforeAllWhoKeepNothing() throws Exception {
		Lease coded = this.budget.lease();
		coded.take(20);
		Lease first = this.budget.lease();
		first.take(40);
		Lease second = this.budget.lease();
		second.take(40);
		CompletableFuture<Lease> other = new CompletableFuture<>();
		waitFor(50, other);
		CompletableFuture<Lease> stored = new CompletableFuture<>();
		waiting(() -> this.budget.awaitFirst(50, LONG), stored);
		CompletableFuture<Lease> grown = new CompletableFuture<>();
		waiting(() -> coded.reserve(60, LONG) ? coded : null, grown);

		first.close();

		assertThat(grown.get().spare()).isEqualTo(40);
		assertThat(this.budget.free()).isZero();
		assertThat(this.budget.waiting()).as("those who came before").isEqualTo(2);
		coded.close();
		stored.get().close();
		other.get().close();
	}

	@Test
	void whoIsToBeFirstComesAfterThoseWhoWereToBeFirstBefore() throws Exception {
		Lease all = this.budget.lease();
		all.take(100);
		CompletableFuture<Lease> late = new CompletableFuture<>();
		waitFor(80, late);
		CompletableFuture<Lease> first = new CompletableFuture<>();
		waiting(() -> this.budget.awaitFirst(80, LONG), first);
		CompletableFuture<Lease> second = new CompletableFuture<>();
		waiting(() -> this.budget.awaitFirst(80, LONG), second);

		all.close();

		Lease got = first.get();
		assertThat(this.budget.waiting()).isEqualTo(2);
		got.close();
		second.get().close();
		late.get().close();
		assertThat(this.budget.free()).isEqualTo(100);
	}

	@Test
	void whatIsCollectedForOneGoesToWhoComesBeforeIt() throws Exception {
		Lease most = this.budget.lease();
		most.take(60);
		CompletableFuture<Lease> trip = new CompletableFuture<>();
		waitFor(50, trip);
		assertThat(this.budget.free()).as("collected for the trip").isZero();

		this.budget.awaitFirst(40, LONG).close();

		assertThat(trip).isNotDone();
		most.close();
		trip.get().close();
		assertThat(this.budget.free()).isEqualTo(100);
	}

	@Test
	void twoHalfReadAnswersNeverWaitForWhatTheOtherHas() throws Exception {
		Lease one = this.budget.lease();
		one.take(40);
		Lease other = this.budget.lease();
		other.take(40);
		CompletableFuture<Lease> first = new CompletableFuture<>();
		waiting(() -> one.reserve(80, LONG) ? one : null, first);

		// What it has is more than may be kept by all who wait, so it has to give way.
		assertThat(other.reserve(80, LONG)).isFalse();
		other.close();

		assertThat(first.get().spare()).isEqualTo(40);
	}

	@Test
	void nobodyKeepsBytesWhileWaitingForMoreThanHalfOfAll() throws Exception {
		Lease coded = this.budget.lease();
		coded.take(10);
		this.budget.lease().take(60);

		assertThat(coded.reserve(61, LONG)).isFalse();
		assertThat(coded.wanted()).isEqualTo(61);
	}

	@Test
	void whatIsSetAsideForSomebodyIsTakenByNobodyElse() throws Exception {
		Lease room = this.budget.awaitFirst(80, LONG);
		Lease answer = this.budget.lease();

		assertThat(answer.take(90, room)).isFalse();
		assertThat(answer.take(70, room)).isTrue();
		room.close();
		assertThat(this.budget.free()).isEqualTo(30);
		answer.close();
		assertThat(this.budget.free()).isEqualTo(100);
	}

	@Test
	void waitingInVainIsCounted() throws Exception {
		this.budget.lease().take(60);

		this.budget.await(50, Duration.ofMillis(1));

		assertThat(this.budget.gaveUp()).isOne();
		assertThat(this.budget.waited()).isZero();
		assertThat(this.budget.waiting()).isZero();
	}

	@Test
	void nobodyWaitsSoLongForBytesThatItsAnswerWouldComeTooLate() {
		AtomicLong nanos = new AtomicLong();
		ByteBudget timed = new ByteBudget(100, nanos::get);
		assertThat(timed.patience(Duration.ofSeconds(20))).isEqualTo(Duration.ofSeconds(20));

		arrive(timed, nanos, Duration.ofSeconds(3));

		assertThat(timed.patience(Duration.ofSeconds(20))).isEqualTo(Duration.ofSeconds(17));
		assertThat(timed.patience(Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(1));
		arrive(timed, nanos, Duration.ofSeconds(11));
		assertThat(timed.patience(Duration.ofSeconds(20))).as("one of eight").isEqualTo(Duration.ofSeconds(16));
	}

	@Test
	void nobodyWaitsForMoreThanThereEverIs() throws Exception {
		assertThat(this.budget.await(101, LONG)).isNull();
	}

	private static void arrive(ByteBudget budget, AtomicLong nanos, Duration taken) {
		try (Lease lease = budget.lease()) {
			nanos.addAndGet(taken.toNanos());
			budget.arrived(lease);
		}
	}

	private Thread waitFor(long bytes, CompletableFuture<Lease> got) {
		return waiting(() -> this.budget.await(bytes, LONG), got);
	}

	private static Thread waiting(Callable<Lease> wait, CompletableFuture<Lease> got) {
		Thread waiting = Thread.startVirtualThread(() -> {
			try {
				got.complete(wait.call());
			}
			catch (Exception ex) {
				got.completeExceptionally(ex);
			}
		});
		while (waiting.getState() != Thread.State.TIMED_WAITING) {
			Thread.onSpinWait();
		}
		return waiting;
	}

}
