package dev.honeyrelay.results;

import java.time.Duration;

import dev.honeyrelay.response.Outage;
import dev.honeyrelay.response.Representation;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can come of a question about runs.
 */
public sealed interface Answer extends AutoCloseable {

	/** Returns the word for what came of the question in meters and the audit log. */
	String label();

	/**
	 * Tells that the answer has been written, so that the memory it took counts as free.
	 */
	@Override
	default void close() {
	}

	/**
	 * HoneyHive's bytes, from the store or fresh from the wire.
	 *
	 * @param representation the bytes
	 * @param age how long ago HoneyHive was asked for them, or {@code null} if this was
	 * for this answer
	 * @param cacheStatus how the answer came about
	 * @param unchangedFor for how long the relay has seen them unchanged, or {@code null}
	 * if they are not settled or several answers were laid out as one
	 * @param preferenceApplied the caller's preferences that were met, as RFC 7240 writes
	 * them, or {@code null} if none was
	 * @param written is run once the bytes have been written
	 */
	record Content(Representation representation, @Nullable Duration age, CacheStatus cacheStatus,
			@Nullable Duration unchangedFor, @Nullable String preferenceApplied, Runnable written) implements Answer {

		private static final Runnable NOTHING = Content::nothing;

		/** Creates content whose memory is the store's own. */
		Content(Representation representation, @Nullable Duration age, CacheStatus cacheStatus,
				@Nullable Duration unchangedFor) {
			this(representation, age, cacheStatus, unchangedFor, null, NOTHING);
		}

		/** Creates content that was laid out of several answers. */
		public Content(Representation representation, @Nullable Duration age, CacheStatus cacheStatus,
				Runnable written) {
			this(representation, age, cacheStatus, null, null, written);
		}

		/** Returns the same content, by which {@code preferences} were met. */
		public Content applying(String preferences) {
			return new Content(this.representation, this.age, this.cacheStatus, this.unchangedFor, preferences,
					this.written);
		}

		/**
		 * Returns whether it is settled and current, as far as is known, and the relay
		 * has seen it unchanged for {@code still}.
		 */
		public boolean isStillFor(Duration still) {
			return this.unchangedFor != null && this.unchangedFor.compareTo(still) >= 0 && this.cacheStatus.isCurrent();
		}

		/**
		 * Returns whether the memory of the bytes is counted as under way until this is
		 * closed, since they have come off the wire for it.
		 */
		public boolean isLeased() {
			return !this.written.equals(NOTHING);
		}

		@Override
		public String label() {
			return this.cacheStatus.label();
		}

		@Override
		public void close() {
			this.written.run();
		}

		private static void nothing() {
		}

	}

	/**
	 * HoneyHive says that there is no such run.
	 */
	record RunNotFound() implements Answer {

		@Override
		public String label() {
			return "run-not-found";
		}

	}

	/**
	 * HoneyHive refused the request itself.
	 *
	 * @param message HoneyHive's reason, cleaned, or {@code null} if it gave none
	 */
	record Rejected(@Nullable String message) implements Answer {

		@Override
		public String label() {
			return "rejected";
		}

	}

	/**
	 * Nothing was asked: whoever wants to know has as much under way as they may.
	 *
	 * @param places how much that is
	 */
	record Limited(int places) implements Answer {

		@Override
		public String label() {
			return "limited";
		}

	}

	/**
	 * Nothing to answer with.
	 *
	 * @param outage why
	 * @param withheld whether a stale answer would have stood in, had HoneyHive not
	 * forbidden it
	 */
	record Unavailable(Outage outage, boolean withheld) implements Answer {

		@Override
		public String label() {
			return this.outage.kind().label();
		}

	}

}
