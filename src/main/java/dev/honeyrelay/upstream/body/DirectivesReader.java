package dev.honeyrelay.upstream.body;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import dev.honeyrelay.response.Directives;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Reads what HoneyHive's header fields say about storing an answer and about its age (RFC
 * 9111 sections 4.2 and 5).
 */
public final class DirectivesReader {

	// Long past, whatever the clocks say.
	private static final Instant NEVER_FRESH = Instant.EPOCH;

	private DirectivesReader() {
	}

	/** Returns what {@code headers} say of an answer asked for at {@code askedAt}. */
	public static Directives read(HttpHeaders headers, Instant askedAt) {
		Instant date = HttpDate.parse(headers.getFirst(HttpHeaders.DATE), askedAt);
		List<String> cacheControl = headers.getOrEmpty(HttpHeaders.CACHE_CONTROL);
		return new Directives(cacheControl.isEmpty() ? null : CacheControlReader.read(cacheControl),
				expires(headers, askedAt), varies(headers), (date != null) ? date : askedAt, age(headers),
				apparentAge(date, askedAt));
	}

	// Of several the earliest counts; an invalid one, "0" above all, means already stale
	// (RFC 9111 sections 4.2.1 and 5.3).
	private static @Nullable Instant expires(HttpHeaders headers, Instant askedAt) {
		return headers.getOrEmpty(HttpHeaders.EXPIRES).stream().map((text) -> {
			Instant until = HttpDate.parse(text, askedAt);
			return (until != null) ? until : NEVER_FRESH;
		}).min(Comparator.naturalOrder()).orElse(null);
	}

	private static @Nullable Boolean varies(HttpHeaders headers) {
		List<String> vary = headers.getOrEmpty(HttpHeaders.VARY);
		return vary.isEmpty() ? null
				: vary.stream()
					.flatMap((line) -> Stream.of(line.split(",")))
					.anyMatch((name) -> name.strip().equals("*"));
	}

	// Of several the first counts, and what is no number is ignored (RFC 9111 section
	// 5.1).
	private static Duration age(HttpHeaders headers) {
		String age = headers.getFirst(HttpHeaders.AGE);
		if (age == null) {
			return Duration.ZERO;
		}
		int end = age.indexOf(',');
		Duration read = DeltaSeconds.read(((end < 0) ? age : age.substring(0, end)).strip());
		return (read != null) ? read : Duration.ZERO;
	}

	// Date has no fractions of a second, so that none count.
	private static Duration apparentAge(@Nullable Instant date, Instant askedAt) {
		Duration age = (date != null) ? Duration.ofSeconds(askedAt.getEpochSecond() - date.getEpochSecond())
				: Duration.ZERO;
		return age.isNegative() ? Duration.ZERO : age;
	}

}
