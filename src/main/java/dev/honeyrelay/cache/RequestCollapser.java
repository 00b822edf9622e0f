package dev.honeyrelay.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Lets concurrent equal requests share one trip (RFC 9111 section 4). A trip belongs to
 * none of those who wait for it: it runs on a thread of its own and ends whether or not
 * anybody still waits.
 *
 * @param <K> what makes requests equal
 * @param <V> what a trip brings back
 */
public final class RequestCollapser<K, V> {

	private final ConcurrentMap<K, CompletableFuture<V>> inFlight = new ConcurrentHashMap<>();

	/** Starts {@code trip}, or joins the one that is under way for {@code key}. */
	public Ride<V> forward(K key, Supplier<V> trip) {
		CompletableFuture<V> mine = new CompletableFuture<>();
		CompletableFuture<V> theirs = this.inFlight.putIfAbsent(key, mine);
		if (theirs != null) {
			return new Ride<>(theirs, true);
		}
		Thread.ofVirtual().name("trip").start(() -> travel(key, mine, trip));
		return new Ride<>(mine, false);
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

	private void travel(K key, CompletableFuture<V> mine, Supplier<V> trip) {
		try {
			V outcome = trip.get();
			// Leave the map before waking the others, or a latecomer joins a finished
			// trip.
			this.inFlight.remove(key, mine);
			mine.complete(outcome);
		}
		catch (RuntimeException | Error ex) {
			this.inFlight.remove(key, mine);
			mine.completeExceptionally(ex);
		}
	}

	/**
	 * A place in a trip.
	 *
	 * @param <V> what the trip brings back
	 * @param outcome completes when the trip ends
	 * @param collapsed whether somebody else had started it
	 */
	public record Ride<V>(CompletableFuture<V> outcome, boolean collapsed) {
	}

}
