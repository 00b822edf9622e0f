package dev.honeyrelay.credentials;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

import org.jspecify.annotations.Nullable;

/**
 * What a token is good for.
 *
 * @param caller who has it
 * @param expires the moment from which it is good for nothing, or {@code null} if there
 * is none
 */
record Grant(Caller caller, @Nullable Instant expires) {

	/** Returns whether the token is still good at {@code now}. */
	boolean isGoodAt(Instant now) {
		return this.expires == null || now.isBefore(this.expires);
	}

	/**
	 * Returns the moment that {@code text} means: a point in time, or the end of a day in
	 * UTC.
	 * @throws DateTimeException if it means neither
	 */
	static Instant expiry(String text) {
		return text.contains("T") ? OffsetDateTime.parse(text).toInstant()
				: LocalDate.parse(text).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
	}

}
