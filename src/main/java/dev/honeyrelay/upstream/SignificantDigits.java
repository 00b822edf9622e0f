package dev.honeyrelay.upstream;

import java.math.BigDecimal;
import java.math.MathContext;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * A number as far as it counts: twelve significant digits, rounded half up, and where the
 * point is. However it is spelt, it is the same.
 *
 * @param digits the digits and the sign, without zeros at the end
 * @param scale how many of the digits are after the point
 */
record SignificantDigits(long digits, int scale) {

	private static final MathContext TWELVE = new MathContext(12);

	// The least numbers of so many digits.
	private static final long THIRTEEN = 1_000_000_000_000L;

	private static final long EIGHTEEN = 100_000_000_000_000_000L;

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
			BigDecimal rounded = new BigDecimal(parser.getStringCharacters(), parser.getStringOffset(),
					parser.getStringLength(), TWELVE)
				.stripTrailingZeros();
			return new SignificantDigits(rounded.unscaledValue().longValue(), rounded.scale());
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

	private static SignificantDigits rounded(long digits, int scale, boolean negative) {
		long unit = 1;
		for (long tooMany = THIRTEEN; digits >= tooMany; tooMany *= 10) {
			unit *= 10;
			scale--;
		}
		long rounded = (digits + unit / 2) / unit;
		while (rounded != 0 && rounded % 10 == 0) {
			rounded /= 10;
			scale--;
		}
		return new SignificantDigits(negative ? -rounded : rounded, (rounded != 0) ? scale : 0);
	}

}
