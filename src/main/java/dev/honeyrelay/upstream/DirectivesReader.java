package dev.honeyrelay.upstream;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.honeyrelay.run.Directives;
import dev.honeyrelay.run.Veto;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Reads what HoneyHive's header fields say about storing an answer (RFC 9111 sections
 * 4.2.1 and 5).
 */
final class DirectivesReader {

	private static final Pattern DIRECTIVE = Pattern
		.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+)(?:\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s,\"]*)))?");

	// The key has them, or the relay sends the same to HoneyHive every time.
	private static final Set<String> HARMLESS = Set.of("accept-encoding", "authorization", "origin");

	private final HttpHeaders headers;

	private boolean noStore;

	private @Nullable Duration maxAge;

	private @Nullable Duration sharedMaxAge;

	private DirectivesReader(HttpHeaders headers) {
		this.headers = headers;
	}

	/** Returns what {@code headers} say. */
	static Directives read(HttpHeaders headers) {
		return new DirectivesReader(headers).read();
	}

	private Directives read() {
		Matcher directive = DIRECTIVE.matcher(String.join(",", this.headers.getOrEmpty(HttpHeaders.CACHE_CONTROL)));
		while (directive.find()) {
			take(directive.group(1).toLowerCase(Locale.ROOT),
					(directive.group(2) != null) ? directive.group(2) : directive.group(3));
		}
		return new Directives(veto(), freshness());
	}

	private void take(String name, @Nullable String argument) {
		switch (name) {
			case "no-store" -> this.noStore = true;
			case "no-cache" -> this.sharedMaxAge = Duration.ZERO;
			case "max-age" -> this.maxAge = shorter(this.maxAge, seconds(argument));
			case "s-maxage" -> this.sharedMaxAge = shorter(this.sharedMaxAge, seconds(argument));
			default -> {
			}
		}
	}

	private @Nullable Veto veto() {
		if (this.noStore) {
			return Veto.NO_STORE;
		}
		boolean harmless = this.headers.getOrEmpty(HttpHeaders.VARY)
			.stream()
			.flatMap((field) -> Stream.of(field.split(",")))
			.map((name) -> name.strip().toLowerCase(Locale.ROOT))
			.allMatch((name) -> name.isEmpty() || HARMLESS.contains(name));
		return harmless ? null : Veto.VARY;
	}

	private @Nullable Duration freshness() {
		Duration lifetime = (this.sharedMaxAge != null) ? this.sharedMaxAge : this.maxAge;
		if (lifetime == null) {
			lifetime = expires();
		}
		if (lifetime == null) {
			return null;
		}
		Duration left = lifetime.minus(age());
		return left.isNegative() ? Duration.ZERO : left;
	}

	private @Nullable Duration expires() {
		String expires = this.headers.getFirst(HttpHeaders.EXPIRES);
		Instant date = HttpDate.parse(this.headers.getFirst(HttpHeaders.DATE));
		if (expires == null || date == null) {
			return null;
		}
		// An invalid date, "0" above all, means already stale (RFC 9111 section 5.3).
		Instant until = HttpDate.parse(expires);
		return (until != null) ? Duration.between(date, until) : Duration.ZERO;
	}

	private Duration age() {
		String age = this.headers.getFirst(HttpHeaders.AGE);
		return (age != null) ? seconds(age.strip()) : Duration.ZERO;
	}

	// What is no number of seconds counts as none at all: stale is the safe side.
	private static Duration seconds(@Nullable String argument) {
		boolean number = argument != null && argument.matches("[0-9]{1,9}");
		return number ? Duration.ofSeconds(Long.parseLong(argument)) : Duration.ZERO;
	}

	private static Duration shorter(@Nullable Duration one, Duration other) {
		return (one == null || other.compareTo(one) < 0) ? other : one;
	}

}
