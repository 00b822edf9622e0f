package dev.honeyrelay;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A line of JSON in the making, which is plain as long as nothing in it has to be escaped
 * or nested.
 */
final class PlainLine {

	private final StringBuilder line = new StringBuilder(512);

	private boolean plain = true;

	/** Adds {@code text} as it stands. */
	PlainLine raw(String text) {
		this.line.append(text);
		return this;
	}

	/** Adds what stands between two quotation marks. */
	PlainLine text(@Nullable String text) {
		if (text == null) {
			return odd();
		}
		this.plain &= isPlain(text);
		return raw(text);
	}

	/** Adds the value of a member. */
	PlainLine value(@Nullable Object value) {
		return switch (value) {
			case String text -> raw("\"").text(text).raw("\"");
			case Number number -> raw(number.toString());
			case Record named -> raw("\"").text(named.toString()).raw("\"");
			case List<?> list -> list(list);
			case null, default -> odd();
		};
	}

	private PlainLine list(List<?> list) {
		this.line.append('[');
		for (int index = 0; index < list.size(); index++) {
			raw((index > 0) ? "," : "").value(list.get(index));
		}
		return raw("]");
	}

	/** Adds nothing, and makes the line one that is not plain. */
	PlainLine odd() {
		this.plain = false;
		return this;
	}

	/** Returns the line, or {@code null} if it is not plain. */
	byte @Nullable [] bytes() {
		return this.plain ? this.line.toString().getBytes(StandardCharsets.ISO_8859_1) : null;
	}

	/** Returns whether nothing in {@code text} has to be escaped. */
	static boolean isPlain(String text) {
		for (int index = 0; index < text.length(); index++) {
			if (!isPlain(text.charAt(index))) {
				return false;
			}
		}
		return true;
	}

	// Solidi are escaped, too.
	private static boolean isPlain(char character) {
		return character >= ' ' && character <= '~' && character != '"' && character != '\\' && character != '/';
	}

}
