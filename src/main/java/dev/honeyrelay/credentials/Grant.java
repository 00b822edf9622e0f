package dev.honeyrelay.credentials;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

import org.jspecify.annotations.Nullable;

/**
 * Whose a token is, and until when it is valid.
 *
 * @param caller who has it
 * @param expires the moment from which it is not valid any more, or {@code null} if it
 * does not expire
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
