package dev.honeyrelay.upstream.body;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.honeyrelay.response.CacheControl;
import dev.honeyrelay.response.Directive;
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

	// What any larger number of seconds counts as.
	private static final long MOST_SECONDS = 1L << 31;

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
		return deltaSeconds(((end < 0) ? age : age.substring(0, end)).strip());
	}

	// Date has no fractions of a second, so that none count.
	private static Duration apparentAge(@Nullable Instant date, Instant askedAt) {
		Duration age = (date != null) ? Duration.ofSeconds(askedAt.getEpochSecond() - date.getEpochSecond())
				: Duration.ZERO;
		return age.isNegative() ? Duration.ZERO : age;
	}

	/**
	 * Returns the number of seconds that {@code text} says (RFC 9111 section 1.2.2), or
	 * none if it is no such number.
	 */
	private static Duration deltaSeconds(String text) {
		long seconds = 0;
		for (int i = 0; i < text.length(); i++) {
			char digit = text.charAt(i);
			if (digit < '0' || digit > '9') {
				return Duration.ZERO;
			}
			seconds = Math.min(10 * seconds + (digit - '0'), MOST_SECONDS);
		}
		return Duration.ofSeconds(seconds);
	}

	/**
	 * Reads the lines of {@code Cache-Control}, in time that grows with their length.
	 * What is between directives and belongs to none is skipped. A quoted text that does
	 * not end makes the response stale, for nobody knows what it was to say; whatever
	 * directive is named in it counts.
	 */
	private static final class CacheControlReader {

		private static final Map<String, Directive> DIRECTIVES = Stream.of(Directive.values())
			.collect(Collectors.toUnmodifiableMap(Directive::label, Function.identity()));

		private static final String MARKS = "!#$%&'*+-.^_`|~";

		private final Set<Directive> directives = EnumSet.noneOf(Directive.class);

		private String line = "";

		private int position;

		private @Nullable Duration maxAge;

		private @Nullable Duration sharedMaxAge;

		private boolean broken;

		private CacheControlReader() {
		}

		/** Returns what {@code lines} say. */
		static CacheControl read(List<String> lines) {
			CacheControlReader reader = new CacheControlReader();
			lines.forEach(reader::take);
			return new CacheControl(reader.directives, reader.lifetime());
		}

		private void take(String line) {
			this.line = line;
			this.position = 0;
			while (this.position < this.line.length()) {
				char next = this.line.charAt(this.position);
				if (isToken(next)) {
					directive();
				}
				else if (next == '"') {
					quoted();
				}
				else {
					this.position++;
				}
			}
		}

		private void directive() {
			Directive directive = DIRECTIVES.get(token().toLowerCase(Locale.ROOT));
			String argument = argument();
			if (directive == null) {
				return;
			}
			this.directives.add(directive);
			// Of several the shortest counts (RFC 9111 section 4.2.1), and what is no
			// number as none at all: stale is the safe side.
			if (directive == Directive.MAX_AGE) {
				this.maxAge = shorter(this.maxAge, deltaSeconds(argument));
			}
			else if (directive == Directive.S_MAXAGE) {
				this.sharedMaxAge = shorter(this.sharedMaxAge, deltaSeconds(argument));
			}
		}

		private @Nullable Duration lifetime() {
			if (this.broken || this.directives.contains(Directive.NO_CACHE)) {
				return Duration.ZERO;
			}
			return (this.sharedMaxAge != null) ? this.sharedMaxAge : this.maxAge;
		}

		private String token() {
			int start = this.position;
			while (this.position < this.line.length() && isToken(this.line.charAt(this.position))) {
				this.position++;
			}
			return this.line.substring(start, this.position);
		}

		/** Takes what follows the name of a directive, which may be nothing. */
		private String argument() {
			skipSpace();
			if (!isAt('=')) {
				return "";
			}
			this.position++;
			skipSpace();
			if (isAt('"')) {
				return quoted();
			}
			int start = this.position;
			while (this.position < this.line.length() && !isAt(',') && !isAt('"') && !isSpace()) {
				this.position++;
			}
			return this.line.substring(start, this.position);
		}

		/** Takes a quoted text; where it does not end, only the quote. */
		private String quoted() {
			this.position++;
			if (this.broken) {
				return "";
			}
			StringBuilder text = new StringBuilder();
			for (int i = this.position; i < this.line.length(); i++) {
				char next = this.line.charAt(i);
				if (next == '"') {
					this.position = i + 1;
					return text.toString();
				}
				boolean escapes = next == '\\' && i + 1 < this.line.length();
				text.append(escapes ? this.line.charAt(++i) : next);
			}
			this.broken = true;
			return "";
		}

		private void skipSpace() {
			while (isSpace()) {
				this.position++;
			}
		}

		private boolean isSpace() {
			return isAt(' ') || isAt('\t');
		}

		private boolean isAt(char character) {
			return this.position < this.line.length() && this.line.charAt(this.position) == character;
		}

		private static boolean isToken(char character) {
			return (character < 128 && Character.isLetterOrDigit(character)) || MARKS.indexOf(character) >= 0;
		}

		private static Duration shorter(@Nullable Duration one, Duration other) {
			return (one == null || other.compareTo(one) < 0) ? other : one;
		}

	}

}
