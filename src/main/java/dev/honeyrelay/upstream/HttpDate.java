package dev.honeyrelay.upstream;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

import org.jspecify.annotations.Nullable;

/**
 * The dates in HTTP header fields (RFC 9110 section 5.6.7).
 */
final class HttpDate {

	private HttpDate() {
	}

	/** Returns the date that {@code text} means, or {@code null} if it means none. */
	static @Nullable Instant parse(@Nullable String text) {
		if (text == null) {
			return null;
		}
		try {
			return DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip(), Instant::from);
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

}
