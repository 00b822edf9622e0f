package dev.honeyrelay.cache;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

import dev.honeyrelay.response.Places;
import org.jspecify.annotations.Nullable;

/**
 * Lets concurrent equal requests share one trip (RFC 9111 section 4). A trip belongs to
 * none of those who wait for it: it runs on a thread of its own and ends whether or not
 * anybody still waits.
 *
 * @param <K> what makes requests equal
 * @param <V> what a trip brings back
 */
public final class RequestCollapser<K, V> {

	private final ConcurrentMap<K, Trip<V>> inFlight = new ConcurrentHashMap<>();

	private final Consumer<V> afterLast;

	/**
	 * Creates a collapser without trips.
	 * @param afterLast is told of an outcome when nobody needs it any more
	 */
	public RequestCollapser(Consumer<V> afterLast) {
		this.afterLast = afterLast;
	}

	/** Starts {@code trip}, or joins the one that is under way for {@code key}. */
	public Handle<V> forward(K key, Supplier<V> trip) {
		return Objects.requireNonNull(forward(key, Places.unlimited(), trip));
	}

	/**
	 * Joins the trip that is under way for {@code key}, or starts {@code trip} if one of
	 * {@code places} is free; it is taken until the trip ends.
	 * @return a handle on the trip, or {@code null} if no place is free
	 */
	public @Nullable Handle<V> forward(K key, Places places, Supplier<V> trip) {
		Trip<V> mine = new Trip<>(this.afterLast);
		Trip<V> joined = this.inFlight.compute(key,
				(same, theirs) -> (theirs != null) ? theirs.join() : places.tryTake() ? mine.join() : null);
		if (joined == null) {
			return null;
		}
		boolean collapsed = !joined.equals(mine);
		if (!collapsed) {
			start(key, mine, places, trip);
		}
		return new Handle<>(joined, collapsed);
	}

	// Where there is no memory for a thread, nobody may wait for it.
	private void start(K key, Trip<V> mine, Places places, Supplier<V> trip) {
		try {
			Thread.ofVirtual().name("trip").start(() -> run(key, mine, places, trip));
		}
		catch (RuntimeException | Error ex) {
			run(key, mine, places, () -> {
				throw ex;
			});
		}
	}

	/**
	 * Lets nobody else join the trips whose key matches; those who wait for one still get
	 * its outcome.
	 */
	public void detach(Predicate<K> which) {
		this.inFlight.keySet().removeIf(which);
	}

	/** Returns how many trips can be joined. */
	public int inFlight() {
		return this.inFlight.size();
	}

	private void run(K key, Trip<V> mine, Places places, Supplier<V> trip) {
		try {
			V outcome = outcomeOf(key, mine, places, trip);
			mine.outcome.complete(outcome);
		}
		catch (RuntimeException | Error ex) {
			mine.outcome.completeExceptionally(ex);
		}
		finally {
			mine.leave();
		}
	}

	private V outcomeOf(K key, Trip<V> mine, Places places, Supplier<V> trip) {
		try {
			return trip.get();
		}
		finally {
			// Leave the map before waking the others, or a latecomer joins a finished
			// trip.
			this.inFlight.remove(key, mine);
			places.giveBack();
		}
	}

	/**
	 * One trip and the number of those who still need its outcome.
	 */
	private static final class Trip<V> {

		private final CompletableFuture<V> outcome = new CompletableFuture<>();

		// The trip itself counts as one until it has ended.
		private final AtomicInteger waiting = new AtomicInteger(1);

		private final Consumer<V> afterLast;

		Trip(Consumer<V> afterLast) {
			this.afterLast = afterLast;
		}

		Trip<V> join() {
			this.waiting.incrementAndGet();
			return this;
		}

		void leave() {
			if (this.waiting.decrementAndGet() == 0 && !this.outcome.isCompletedExceptionally()) {
				this.afterLast.accept(this.outcome.join());
			}
		}

	}

	/**
	 * What one caller has of a trip. It is closed when the caller is done with the
	 * outcome, or with waiting for it.
	 *
	 * @param <V> what the trip brings back
	 */
	public static final class Handle<V> implements AutoCloseable {

		private final Trip<V> trip;

		private final boolean collapsed;

		private final AtomicBoolean left = new AtomicBoolean();

		private Handle(Trip<V> trip, boolean collapsed) {
			this.trip = trip;
			this.collapsed = collapsed;
		}

		/** Completes when the trip ends. */
		public CompletableFuture<V> outcome() {
			return this.trip.outcome;
		}

		/** Returns whether somebody else had started the trip. */
		public boolean collapsed() {
			return this.collapsed;
		}

		@Override
		public void close() {
			if (this.left.compareAndSet(false, true)) {
				this.trip.leave();
			}
		}

	}

}
