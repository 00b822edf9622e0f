package dev.honeyrelay.upstream;

import java.time.Duration;
import java.time.Instant;

import dev.honeyrelay.upstream.body.HttpDate;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * How long HoneyHive asks to be left alone (RFC 9110 section 10.2.3).
 */
final class RetryAfter {

	private static final Duration LONGEST = Duration.ofSeconds(60);

	private RetryAfter() {
	}

	/**
	 * Returns the time that {@code headers} ask for, at most 60 s, or {@code null} if for
	 * none.
	 * @param askedAt when the request went out
	 */
	static @Nullable Duration read(HttpHeaders headers, Instant askedAt) {
		String text = headers.getFirst(HttpHeaders.RETRY_AFTER);
		if (text == null) {
			return null;
		}
		String asIs = text.strip();
		boolean number = !asIs.isEmpty() && asIs.chars().allMatch((digit) -> digit >= '0' && digit <= '9');
		Duration asked = number ? seconds(asIs) : untilDate(text, headers, askedAt);
		if (asked == null || asked.isNegative()) {
			return null;
		}
		return (asked.compareTo(LONGEST) < 0) ? asked : LONGEST;
	}

	private static Duration seconds(String digits) {
		return (digits.length() > 9) ? LONGEST : Duration.ofSeconds(Long.parseLong(digits));
	}

	private static @Nullable Duration untilDate(String text, HttpHeaders headers, Instant askedAt) {
		Instant until = HttpDate.parse(text, askedAt);
		Instant now = HttpDate.parse(headers.getFirst(HttpHeaders.DATE), askedAt);
		return (until != null && now != null) ? Duration.between(now, until) : null;
	}

}
