package dev.honeyrelay.cache;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.honeyrelay.cache.RequestCollapser.Handle;
import dev.honeyrelay.response.Places;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Who shares a trip with whom.
 */
@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RequestCollapserTests {

	private final List<String> released = new CopyOnWriteArrayList<>();

	private final RequestCollapser<String, String> collapser = new RequestCollapser<>(this.released::add);

	private final Gate gate = new Gate();

	@Test
	void oneTripServesAllWhoAskWhileItIsUnderWay() {
		AtomicInteger trips = new AtomicInteger();
		Supplier<String> trip = () -> this.gate.pass("trip " + trips.incrementAndGet());

		List<Handle<String>> handles = Stream.generate(() -> this.collapser.forward("key", trip)).limit(500).toList();
		this.gate.open();

		assertThat(handles).extracting((handle) -> handle.outcome().join()).containsOnly("trip 1");
		assertThat(handles.getFirst().collapsed()).isFalse();
		assertThat(handles).filteredOn(Handle::collapsed).hasSize(499);
	}

	@Test
	void anOutcomeIsReleasedOnceWhenTheLastOneNeedsItNoLonger() {
		Handle<String> first = this.collapser.forward("key", this.gate.before("outcome"));
		Handle<String> second = this.collapser.forward("key", this.gate.before("never"));
		this.gate.open();
		second.outcome().join();

		second.close();
		second.close();
		assertThat(this.released).isEmpty();
		first.close();

		// The trip itself may still be on its last step.
		while (this.released.isEmpty()) {
			Thread.onSpinWait();
		}
		assertThat(this.released).containsExactly("outcome");
	}

	@Test
	void otherKeysAreOtherTrips() {
		Handle<String> one = this.collapser.forward("one", this.gate.before("one"));
		Handle<String> other = this.collapser.forward("other", this.gate.before("other"));

		this.gate.open();

		assertThat(other.collapsed()).isFalse();
		assertThat(one.outcome().join()).isEqualTo("one");
		assertThat(other.outcome().join()).isEqualTo("other");
	}

	@Test
	void whoeverIsWokenByATripFindsItGone() {
		CompletableFuture<Integer> left = this.collapser.forward("key", this.gate.before("first"))
			.outcome()
			.thenApply((outcome) -> this.collapser.inFlight());

		this.gate.open();

		assertThat(left.join()).isZero();
	}

	@Test
	void aLatecomerSetsOutAnew() {
		this.collapser.forward("key", () -> "first").outcome().join();

		Handle<String> late = this.collapser.forward("key", () -> "second");

		assertThat(late.collapsed()).isFalse();
		assertThat(late.outcome().join()).isEqualTo("second");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aFailureIsSharedAndForgotten(boolean error) {
		Supplier<String> failing = () -> {
			if (this.gate.pass(error)) {
				throw new AssertionError("lost");
			}
			throw new IllegalStateException("lost");
		};
		Handle<String> first = this.collapser.forward("key", failing);
		Handle<String> second = this.collapser.forward("key", failing);

		this.gate.open();

		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> first.outcome().join())
			.withStackTraceContaining("lost");
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> second.outcome().join())
			.withStackTraceContaining("lost");
		assertThat(this.collapser.forward("key", () -> "good").outcome().join()).isEqualTo("good");
	}

	@Test
	void aTripEndsAlthoughTheFirstWaiterHangsUp() throws InterruptedException {
		Thread first = Thread
			.startVirtualThread(() -> waitFor(this.collapser.forward("key", this.gate.before("trip"))));
		this.gate.awaitReached();
		Handle<String> second = this.collapser.forward("key", () -> "trip of the second");
		while (first.getState() != Thread.State.WAITING) {
			Thread.onSpinWait();
		}

		first.interrupt();
		first.join();
		this.gate.open();

		assertThat(second.outcome().join()).isEqualTo("trip");
	}

	@Test
	void nobodyJoinsADetachedTripButThoseWhoHadJoinedGetItsOutcome() {
		Handle<String> before = this.collapser.forward("key", this.gate.before("old"));
		this.gate.awaitReached();

		this.collapser.detach("key"::equals);
		Handle<String> after = this.collapser.forward("key", () -> "new");

		assertThat(after.collapsed()).isFalse();
		assertThat(after.outcome().join()).isEqualTo("new");
		this.gate.open();
		assertThat(before.outcome().join()).isEqualTo("old");
	}

	@Test
	void aDetachedTripThatEndsLeavesTheNewOneAlone() {
		Gate newGate = new Gate();
		Handle<String> before = this.collapser.forward("key", this.gate.before("old"));
		this.collapser.detach("key"::equals);
		Handle<String> after = this.collapser.forward("key", newGate.before("new"));

		this.gate.open();
		before.outcome().join();

		assertThat(this.collapser.forward("key", () -> "newest").collapsed()).isTrue();
		newGate.open();
		assertThat(after.outcome().join()).isEqualTo("new");
	}

	@Test
	void onlyMatchingTripsAreDetached() {
		this.collapser.forward("one", this.gate.before("one"));
		this.collapser.forward("other", this.gate.before("other"));

		this.collapser.detach("one"::equals);

		assertThat(this.collapser.inFlight()).isOne();
		assertThat(this.collapser.forward("other", () -> "again").collapsed()).isTrue();
		this.gate.open();
	}

	@Test
	void aPlaceIsTakenByTheTripUntilItEndsAndNotByThoseWhoJoinIt() {
		Places one = new Places(1);
		Handle<String> first = this.collapser.forward("key", one, this.gate.before("trip"));
		Handle<String> joined = this.collapser.forward("key", one, this.gate.before("never"));

		assertThat(joined.collapsed()).isTrue();
		assertThat(this.collapser.forward("other", one, () -> "other")).isNull();
		this.gate.open();
		first.outcome().join();

		assertThat(this.collapser.forward("other", one, () -> "other").outcome().join()).isEqualTo("other");
	}

	private static void waitFor(Handle<String> handle) {
		try {
			handle.outcome().get();
		}
		catch (InterruptedException | ExecutionException ex) {
			// It has hung up.
		}
	}

}
