package dev.honeyrelay;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A line of JSON in the making, which is plain as long as nothing in it has to be escaped
 * or nested.
 */
final class PlainLine {

	// Solidi are escaped, too.
	private static final boolean[] PLAIN = new boolean[128];

	static {
		Arrays.fill(PLAIN, ' ', '~' + 1, true);
		"\"\\/".chars().forEach((character) -> PLAIN[character] = false);
	}

	private byte[] line = new byte[512];

	private int length;

	private boolean plain = true;

	/** Adds {@code bytes} as they stand. */
	PlainLine raw(byte[] bytes) {
		reserve(bytes.length);
		System.arraycopy(bytes, 0, this.line, this.length, bytes.length);
		this.length += bytes.length;
		return this;
	}

	/** Adds {@code character}, of ASCII, as it stands. */
	PlainLine raw(char character) {
		reserve(1);
		this.line[this.length++] = (byte) character;
		return this;
	}

	/** Adds what stands between two quotation marks. */
	PlainLine text(@Nullable String text) {
		if (text == null) {
			return odd();
		}
		reserve(text.length());
		boolean allPlain = true;
		for (int index = 0; index < text.length(); index++) {
			char character = text.charAt(index);
			allPlain &= isPlain(character);
			this.line[this.length + index] = (byte) character;
		}
		this.length += text.length();
		this.plain &= allPlain;
		return this;
	}

	/** Adds the last {@code count} digits of {@code number}. */
	PlainLine digits(int number, int count) {
		reserve(count);
		int left = number;
		for (int index = this.length + count - 1; index >= this.length; index--) {
			this.line[index] = (byte) ('0' + left % 10);
			left /= 10;
		}
		this.length += count;
		return this;
	}

	/** Adds the value of a member. */
	PlainLine value(@Nullable Object value) {
		return switch (value) {
			case String text -> quoted(text);
			case Number number -> text(number.toString());
			case Record named -> quoted(named.toString());
			case List<?> list -> list(list);
			case null, default -> odd();
		};
	}

	/** Adds nothing, and makes the line one that is not plain. */
	PlainLine odd() {
		this.plain = false;
		return this;
	}

	/** Returns the line, or {@code null} if it is not plain. */
	byte @Nullable [] bytes() {
		return this.plain ? Arrays.copyOf(this.line, this.length) : null;
	}

	/** Returns whether nothing in {@code text} has to be escaped. */
	static boolean isPlain(String text) {
		return text.chars().allMatch((character) -> isPlain((char) character));
	}

	private PlainLine quoted(String text) {
		return raw('"').text(text).raw('"');
	}

	private PlainLine list(List<?> list) {
		raw('[');
		for (int index = 0; index < list.size(); index++) {
			if (index > 0) {
				raw(',');
			}
			value(list.get(index));
		}
		return raw(']');
	}

	private void reserve(int bytes) {
		if (bytes > this.line.length - this.length) {
			this.line = Arrays.copyOf(this.line, Math.max(2 * this.line.length, this.length + bytes));
		}
	}

	private static boolean isPlain(char character) {
		return character < PLAIN.length && PLAIN[character];
	}

}
