package dev.honeyrelay.upstream.body;

import java.time.Duration;
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
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of {@code Cache-Control}, in time that grows with their length. What is
 * between directives and belongs to none is skipped. A quoted text that does not end
 * makes the response stale, for nobody knows what it was to say; whatever directive is
 * named in it counts.
 */
final class CacheControlReader {

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
		// Of several the shortest counts (RFC 9111 section 4.2.1).
		if (directive == Directive.MAX_AGE) {
			this.maxAge = shorter(this.maxAge, seconds(argument));
		}
		else if (directive == Directive.S_MAXAGE) {
			this.sharedMaxAge = shorter(this.sharedMaxAge, seconds(argument));
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

	// What is no number of seconds counts as none at all: stale is the safe side.
	private static Duration seconds(String argument) {
		Duration read = DeltaSeconds.read(argument);
		return (read != null) ? read : Duration.ZERO;
	}

	private static Duration shorter(@Nullable Duration one, Duration other) {
		return (one == null || other.compareTo(one) < 0) ? other : one;
	}

}
