package dev.honeyrelay.waiting;

import java.util.concurrent.CompletableFuture;

import dev.honeyrelay.response.Places;
import dev.honeyrelay.results.Look;
import org.jspecify.annotations.Nullable;

/**
 * One request that waits.
 *
 * @param wish what for
 * @param places what a look on its behalf takes a place of
 * @param outcome completes when the wait is over
 */
record Waiter(Wish wish, Places places, CompletableFuture<Outcome> outcome) {

	Waiter(Wish wish, Places places) {
		this(wish, places, new CompletableFuture<>());
	}

	/** Returns whether this is the same request, and not just the same wish. */
	@Override
	public boolean equals(@Nullable Object other) {
		return this == other;
	}

	@Override
	public int hashCode() {
		return System.identityHashCode(this);
	}

	/**
	 * What a wait came to.
	 *
	 * @param ending why it is over
	 * @param last what came of the last look, or {@code null} if none came back
	 * @param seen the last sight of the answer, or {@code null}
	 */
	record Outcome(Ending ending, @Nullable Look last, Look.@Nullable Seen seen) implements AutoCloseable {

		/** Lets go of the answer that is kept for this waiter. */
		@Override
		public void close() {
			if (this.seen != null) {
				this.seen.close();
			}
		}

	}

}
