package dev.honeyrelay.views.shape;

/**
 * One value that HoneyHive sent. Absence is {@code null}, in this package as on the wire.
 */
public sealed interface Cell {

	/** Returns the value as text, numbers as HoneyHive spelt them. */
	String text();

	/**
	 * A number. It is never computed with.
	 *
	 * @param text the number as JSON spells it
	 */
	record Numeric(String text) implements Cell {
	}

	/**
	 * A text, or a structure as JSON. Half a character, which no encoding has, becomes
	 * the replacement character.
	 *
	 * @param text the characters
	 */
	record Text(String text) implements Cell {

		private static final char REPLACEMENT = '\uFFFD';

		public Text {
			text = whole(text);
		}

		private static String whole(String text) {
			for (int index = 0; index < text.length(); index++) {
				if (Character.isSurrogate(text.charAt(index))) {
					return repaired(text);
				}
			}
			return text;
		}

		private static String repaired(String text) {
			StringBuilder repaired = new StringBuilder(text.length());
			text.codePoints()
				.map((point) -> (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) ? REPLACEMENT
						: point)
				.forEach(repaired::appendCodePoint);
			return repaired.toString();
		}

	}

	/**
	 * Yes or no.
	 *
	 * @param holds which of them
	 */
	record Bool(boolean holds) implements Cell {

		@Override
		public String text() {
			return Boolean.toString(this.holds);
		}

	}

}
