package dev.honeyrelay.cache;

import java.time.Duration;
import java.time.Instant;

import dev.honeyrelay.response.FetchedResponse;
import dev.honeyrelay.response.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * For how long the relay itself has seen an answer unchanged. HoneyHive's own times are
 * weaker evidence: nothing shows that late scores move them.
 *
 * @param fingerprint what the answer says
 * @param since when it was first seen to say this
 * @param changeSeen whether it said something else before; otherwise {@code since} is
 * merely the first look
 */
public record ChangeHistory(Fingerprint fingerprint, Instant since, boolean changeSeen) {

	/** Returns what is known after {@code seen}, given what was known before it. */
	public static ChangeHistory after(@Nullable ChangeHistory before, FetchedResponse seen) {
		if (before != null && before.fingerprint().equals(seen.fingerprint())) {
			return before;
		}
		return new ChangeHistory(seen.fingerprint(), seen.askedAt(), before != null);
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
