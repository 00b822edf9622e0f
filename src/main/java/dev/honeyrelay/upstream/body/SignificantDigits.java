package dev.honeyrelay.upstream.body;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * A number as far as it counts: nine significant digits, and where the point is. However
 * it is spelt, it is the same. Where a number is rounded up or down is a little below the
 * half of the last digit, at a place where no short decimal lies: a mean such as
 * 0.1240234375 (127 of 1024) has noise around the half itself.
 *
 * @param digits the digits and the sign, without zeros at the end
 * @param scale how many of the digits are after the point
 */
record SignificantDigits(long digits, long scale) {

	// More than the digits that count, and few enough for a long.
	private static final MathContext EIGHTEEN_DIGITS = new MathContext(18, RoundingMode.DOWN);

	// The least numbers of so many digits.
	private static final long TEN = 1_000_000_000L;

	private static final long EIGHTEEN = 100_000_000_000_000_000L;

	// What share of the last digit the place to round at is below its half, inverted.
	private static final long BELOW_HALF = 146;

	/**
	 * Returns the number that {@code parser} stands on, or {@code null} if it is beyond
	 * what can be rounded.
	 */
	static @Nullable SignificantDigits of(JsonParser parser) {
		SignificantDigits plain = ofPlain(parser);
		if (plain != null) {
			return plain;
		}
		try {
			BigDecimal number = new BigDecimal(parser.getStringCharacters(), parser.getStringOffset(),
					parser.getStringLength(), EIGHTEEN_DIGITS);
			return rounded(number.unscaledValue().abs().longValue(), number.scale(), number.signum() < 0);
		}
		catch (ArithmeticException | NumberFormatException ex) {
			return null;
		}
	}

	/** As above, but {@code null} for all that is long or has an exponent, too. */
	private static @Nullable SignificantDigits ofPlain(JsonParser parser) {
		char[] text = parser.getStringCharacters();
		int start = parser.getStringOffset();
		int end = start + parser.getStringLength();
		long digits = 0;
		int scale = 0;
		boolean fraction = false;
		for (int i = start; i < end; i++) {
			char character = text[i];
			if (Character.isDigit(character) && digits < EIGHTEEN) {
				digits = 10 * digits + (character - '0');
				scale += fraction ? 1 : 0;
			}
			else if (character == '.') {
				fraction = true;
			}
			else if (character != '-' || i > start) {
				return null;
			}
		}
		return rounded(digits, scale, text[start] == '-');
	}

	private static SignificantDigits rounded(long digits, long scale, boolean negative) {
		long unit = 1;
		for (long tooMany = TEN; unit <= digits / tooMany; unit *= 10) {
			scale--;
		}
		long rounded = (digits + unit / 2 + unit / BELOW_HALF) / unit;
		while (rounded != 0 && rounded % 10 == 0) {
			rounded /= 10;
			scale--;
		}
		return new SignificantDigits(negative ? -rounded : rounded, (rounded != 0) ? scale : 0);
	}

}
