package dev.honeyrelay.upstream;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayDeque;
import java.util.Deque;

import dev.honeyrelay.run.Fingerprint;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Sums up what a JSON document says while it is being read. Members and elements are
 * added up, so that their order does not matter; numbers count to twelve significant
 * digits.
 */
final class Fingerprinter {

	private static final MathContext SIGNIFICANT = new MathContext(12);

	private static final int SAFELY_LONG = 12;

	private final Deque<Container> open = new ArrayDeque<>();

	private Container current = new Container(0);

	/** Takes in the token that {@code parser} stands on. */
	void accept(JsonToken token, JsonParser parser) {
		switch (token) {
			case PROPERTY_NAME -> this.current.name = hash(parser.currentName());
			case START_OBJECT, START_ARRAY -> open(token);
			case END_OBJECT, END_ARRAY -> close();
			case VALUE_STRING -> add(token, hash(parser));
			case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> add(JsonToken.VALUE_NUMBER_INT, number(parser));
			default -> add(token, 0);
		}
	}

	/** Returns the sum of all that was taken in. */
	Fingerprint fingerprint() {
		return new Fingerprint(mix(this.current.sum));
	}

	private void open(JsonToken token) {
		this.open.push(this.current);
		this.current = new Container(token.id());
	}

	private void close() {
		Container closed = this.current;
		this.current = this.open.pop();
		add(mix(closed.sum + closed.kind));
	}

	private void add(JsonToken kind, long value) {
		add(mix(value + kind.id()));
	}

	private void add(long value) {
		this.current.sum += mix(this.current.name ^ Long.rotateLeft(value, 17));
	}

	private static long number(JsonParser parser) {
		if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT && parser.getStringLength() <= SAFELY_LONG) {
			return number(BigDecimal.valueOf(parser.getLongValue()));
		}
		try {
			return number(new BigDecimal(parser.getStringCharacters(), parser.getStringOffset(),
					parser.getStringLength(), SIGNIFICANT));
		}
		catch (NumberFormatException ex) {
			// Beyond what can be rounded; such a number is compared as it is written.
			return hash(parser);
		}
	}

	private static long number(BigDecimal rounded) {
		BigDecimal plain = rounded.stripTrailingZeros();
		return mix(plain.unscaledValue().longValue()) + plain.scale();
	}

	private static long hash(String text) {
		long hash = text.length();
		for (int i = 0; i < text.length(); i++) {
			hash = step(hash, text.charAt(i));
		}
		return mix(hash);
	}

	private static long hash(JsonParser parser) {
		char[] characters = parser.getStringCharacters();
		int end = parser.getStringOffset() + parser.getStringLength();
		long hash = parser.getStringLength();
		for (int i = parser.getStringOffset(); i < end; i++) {
			hash = step(hash, characters[i]);
		}
		return mix(hash);
	}

	private static long step(long hash, char character) {
		return (hash ^ character) * 0x9E3779B97F4A7C15L;
	}

	/** Spreads every bit over all others (the finalizer of MurmurHash3). */
	private static long mix(long value) {
		long mixed = (value ^ (value >>> 33)) * 0xFF51AFD7ED558CCDL;
		mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
		return mixed ^ (mixed >>> 33);
	}

	/**
	 * An object or array that is not closed yet.
	 */
	private static final class Container {

		private final int kind;

		private long sum;

		private long name;

		Container(int kind) {
			this.kind = kind;
		}

	}

}
