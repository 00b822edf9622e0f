package dev.honeyrelay.results;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

import dev.honeyrelay.response.FetchedResponse;
import dev.honeyrelay.response.Outage;
import org.jspecify.annotations.Nullable;

/**
 * What came of a look at what HoneyHive says now, for those who wait until that is still.
 */
public sealed interface Look {

	/** Lets go of what it keeps, once a later look has taken its place. */
	default void close() {
	}

	/**
	 * HoneyHive's answer was seen.
	 *
	 * @param askedAt when it was asked for
	 * @param unchangedFor for how long the relay has seen it unchanged, or {@code null}
	 * if it is not settled
	 * @param kept the answer, if it was not stored and is small enough, or {@code null}
	 */
	record Seen(Instant askedAt, @Nullable Duration unchangedFor, @Nullable Kept kept) implements Look {

		/**
		 * Returns whether it is settled and the relay has seen it unchanged for
		 * {@code still}.
		 */
		public boolean isStillFor(Duration still) {
			return this.unchangedFor != null && this.unchangedFor.compareTo(still) >= 0;
		}

		/** Returns the same sight, which keeps nothing. */
		public Seen withoutKept() {
			return (this.kept != null) ? new Seen(this.askedAt, this.unchangedFor, null) : this;
		}

		/** Keeps what it keeps until it has been closed once more. */
		public void retain() {
			if (this.kept != null) {
				this.kept.use();
			}
		}

		@Override
		public void close() {
			if (this.kept != null) {
				this.kept.release();
			}
		}

	}

	/**
	 * HoneyHive says that there is no such run.
	 */
	record Missing() implements Look {
	}

	/**
	 * HoneyHive refused the request itself, and would do so again.
	 *
	 * @param message HoneyHive's reason, or {@code null}
	 */
	record Refused(@Nullable String message) implements Look {
	}

	/**
	 * HoneyHive could not be asked, or could not answer.
	 *
	 * @param outage why
	 */
	record Failed(Outage outage) implements Look {
	}

	/**
	 * Nothing was asked, since another replica is doing so or the caller has as much
	 * under way as it may.
	 *
	 * @param claimed for how long another replica is doing so, or {@code null} if it is
	 * not that
	 */
	record Omitted(@Nullable Duration claimed) implements Look {
	}

	/**
	 * An answer that is not in the store, in memory that counts as under way until the
	 * last one who was given it has been served.
	 */
	final class Kept {

		private final FetchedResponse seen;

		private final CacheStatus status;

		private final Runnable release;

		// The look itself is one.
		private final AtomicInteger users = new AtomicInteger(1);

		Kept(FetchedResponse seen, CacheStatus status, Runnable release) {
			this.seen = seen;
			this.status = status;
			this.release = release;
		}

		FetchedResponse seen() {
			return this.seen;
		}

		CacheStatus status() {
			return this.status;
		}

		/** Returns whether there is something to release once more. */
		boolean use() {
			return this.users.getAndUpdate((now) -> (now > 0) ? now + 1 : 0) > 0;
		}

		void release() {
			if (this.users.decrementAndGet() == 0) {
				this.release.run();
			}
		}

	}

}
