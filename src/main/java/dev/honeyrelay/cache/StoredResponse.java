package dev.honeyrelay.cache;

import java.time.Duration;
import java.time.Instant;

import dev.honeyrelay.response.FetchedResponse;
import dev.honeyrelay.response.Representation;
import dev.honeyrelay.run.Footprint;
import org.jspecify.annotations.Nullable;

/**
 * An answer that the relay keeps, with what is known of its stillness (RFC 9111 section
 * 3).
 *
 * @param seen the newest observation of the answer
 * @param stillness for how long the relay itself has seen it unchanged
 * @param freshUntil the moment at which it becomes stale
 */
public record StoredResponse(FetchedResponse seen, ChangeHistory stillness, Instant freshUntil) {

	/** Returns the bytes to answer with. */
	public Representation representation() {
		return this.seen.representation();
	}

	/** Returns how many bytes of the heap keeping this takes. */
	public int footprint() {
		// Itself, its stillness and two times.
		return 4 * Footprint.OBJECT + this.seen.footprint();
	}

	/**
	 * Returns for how long the relay has seen it unchanged, or {@code null} if it is not
	 * settled.
	 */
	public @Nullable Duration unchangedFor() {
		return this.stillness.unchangedFor(this.seen);
	}

	/** Returns the time since HoneyHive was asked for this answer. */
	public Duration ageAt(Instant now) {
		return Duration.between(this.seen.askedAt(), now);
	}

	/** Returns for how much longer it is fresh; negative once it is stale. */
	public Duration timeToLiveAt(Instant now) {
		return Duration.between(now, this.freshUntil);
	}

	/**
	 * Returns this response, stale from {@code event} on if it was asked for before that.
	 */
	public StoredResponse outdatedBy(Instant event) {
		return this.seen.askedAt().isBefore(event) ? staleFrom(event) : this;
	}

	/**
	 * Returns whether this one is to be kept rather than {@code other}, which answers the
	 * same question: nobody sees an older state after a newer one.
	 */
	boolean isBetterThan(StoredResponse other) {
		boolean sameState = this.seen.saysTheSameAs(other.seen);
		return this.seen.askedAt().isAfter(other.seen.askedAt())
				|| (sameState && this.freshUntil.isAfter(other.freshUntil));
	}

	/**
	 * Returns this response, stale from {@code moment} on if it would have been fresh for
	 * longer.
	 */
	StoredResponse staleFrom(Instant moment) {
		return moment.isBefore(this.freshUntil) ? new StoredResponse(this.seen, this.stillness, moment) : this;
	}

}
