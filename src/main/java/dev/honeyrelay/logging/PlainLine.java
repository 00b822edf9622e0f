package dev.honeyrelay.logging;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A line of JSON in the making, which is plain as long as nothing in it has to be escaped
 * or nested.
 */
final class PlainLine {

	// 0 for what is plain, by the lower byte of a character. Solidi are escaped, too.
	private static final byte[] ODD = new byte[256];

	static {
		Arrays.fill(ODD, (byte) 1);
		Arrays.fill(ODD, ' ', '~' + 1, (byte) 0);
		"\"\\/".chars().forEach((character) -> ODD[character] = 1);
	}

	private static final int USUAL = 512;

	private byte[] line = new byte[USUAL];

	private int length;

	private boolean plain = true;

	/** Begins a new line in place of the last. */
	PlainLine begin() {
		if (this.line.length > 8 * USUAL) {
			this.line = new byte[USUAL];
		}
		this.length = 0;
		this.plain = true;
		return this;
	}

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
		int added = text.length();
		reserve(added);
		byte[] to = this.line;
		int start = this.length;
		int odd = 0;
		for (int index = 0; index < added; index++) {
			char character = text.charAt(index);
			odd |= oddity(character);
			to[start + index] = (byte) character;
		}
		this.length = start + added;
		this.plain &= odd == 0;
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
		return text.chars().allMatch((character) -> oddity((char) character) == 0);
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

	// Without a branch, for lines are many.
	private static int oddity(char character) {
		return ODD[character & 0xFF] | character >>> 8;
	}

}
