package dev.honeyrelay.waiting;

import java.util.concurrent.CompletableFuture;

import dev.honeyrelay.response.Places;
import dev.honeyrelay.results.CallerContext;
import dev.honeyrelay.results.Look;
import org.jspecify.annotations.Nullable;

/**
 * One request that waits.
 *
 * @param wish what for
 * @param places what a look on its behalf takes a place of
 * @param earlier how far the loop had come in which it has waited before, in vain, or
 * {@code null}
 * @param context lets what is logged and traced be found by the request
 * @param outcome completes when the wait is over
 */
record Waiter(Wish wish, Places places, @Nullable Progress earlier, CallerContext context,
		CompletableFuture<Outcome> outcome) {

	/** Creates the request that this thread answers. */
	Waiter(Wish wish, Places places) {
		this(wish, places, null, CallerContext.current(), new CompletableFuture<>());
	}

	/** Returns the same request, which goes on to wait after {@code inVain}. */
	Waiter after(Outcome inVain) {
		return new Waiter(this.wish, this.places, inVain.progress(), this.context, new CompletableFuture<>());
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
	 * @param own whether it came back after this waiter had joined
	 * @param progress how far the loop has come
	 */
	record Outcome(Ending ending, @Nullable Look last, Look.@Nullable Seen seen, boolean own,
			Progress progress) implements AutoCloseable {

		/** Lets go of the answer that is kept for this waiter. */
		@Override
		public void close() {
			if (this.seen != null) {
				this.seen.close();
			}
		}

	}

}
