package dev.honeyrelay.cache;

import java.time.Duration;
import java.time.Instant;

import dev.honeyrelay.response.FetchedResponse;
import org.jspecify.annotations.Nullable;

/**
 * For how long the relay itself has seen an answer unchanged. HoneyHive's own times are
 * weaker evidence: nothing shows that late scores move them.
 *
 * @param since when it was first seen to say what it says
 * @param changeSeen whether it said something else before; otherwise {@code since} is
 * merely the first look
 */
public record ChangeHistory(Instant since, boolean changeSeen) {

	/** Returns what is known after {@code seen}, given what is stored of it. */
	static ChangeHistory after(@Nullable StoredResponse stored, FetchedResponse seen) {
		if (stored == null) {
			return new ChangeHistory(seen.askedAt(), false);
		}
		// While a run is going on, nothing that is said of it is still.
		boolean over = seen.settled() && !stored.seen().settled();
		return (!over && stored.seen().saysTheSameAs(seen)) ? stored.stillness() : changed(seen);
	}

	/** Returns what is known of an answer that said something else when last seen. */
	public static ChangeHistory changed(FetchedResponse seen) {
		return new ChangeHistory(seen.askedAt(), true);
	}

	/** Returns the time for which the answer had been watched without a change. */
	public Duration watchedAt(Instant moment) {
		return Duration.between(this.since, moment);
	}

	/**
	 * Returns for how long the relay has seen {@code seen} unchanged, from the first look
	 * at what it says to the last one, or {@code null} if it is not settled.
	 */
	public @Nullable Duration unchangedFor(FetchedResponse seen) {
		Duration watched = watchedAt(seen.askedAt());
		return !seen.settled() ? null : watched.isNegative() ? Duration.ZERO : watched;
	}

}
