package dev.honeyrelay.upstream.body;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Numbers of seconds in header fields (RFC 9111 section 1.2.2).
 */
final class DeltaSeconds {

	// What any larger number counts as.
	private static final long MOST = 1L << 31;

	private DeltaSeconds() {
	}

	/** Returns what {@code text} says, or {@code null} if it is no number of seconds. */
	static @Nullable Duration read(String text) {
		long seconds = 0;
		for (int i = 0; i < text.length(); i++) {
			char digit = text.charAt(i);
			if (digit < '0' || digit > '9') {
				return null;
			}
			seconds = Math.min(10 * seconds + (digit - '0'), MOST);
		}
		return text.isEmpty() ? null : Duration.ofSeconds(seconds);
	}

}
