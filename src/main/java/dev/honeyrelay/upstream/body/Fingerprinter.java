package dev.honeyrelay.upstream.body;

import java.util.ArrayList;
import java.util.List;

import dev.honeyrelay.response.Fingerprint;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Sums up what a JSON document says while it is being read. Members and elements are
 * added up, so that their order does not matter; numbers count to nine significant
 * digits.
 */
public final class Fingerprinter {

	// As for BodyReader: what is called often is compiled.
	private static final int PIECE = 256;

	// The root and what is open within it; what is beyond that is used again.
	private final List<Container> containers = new ArrayList<>(List.of(new Container()));

	private int depth;

	private Container current = this.containers.getFirst();

	private Fingerprinter() {
	}

	/**
	 * Returns the fingerprint of {@code body}, which must be whole and valid JSON and not
	 * change; it is read when the fingerprint is first needed.
	 */
	public static Fingerprint fingerprintOf(byte[] body) {
		return new Fingerprint(() -> {
			Fingerprinter fingerprinter = new Fingerprinter();
			try (JsonParser parser = BodyReader.parser(body)) {
				boolean more;
				do {
					more = fingerprinter.acceptPiece(parser);
				}
				while (more);
			}
			return mix(fingerprinter.current.sum);
		});
	}

	private boolean acceptPiece(JsonParser parser) {
		for (int number = 0; number < PIECE; number++) {
			JsonToken token = parser.nextToken();
			if (token == null) {
				return false;
			}
			accept(token, parser);
		}
		return true;
	}

	private void accept(JsonToken token, JsonParser parser) {
		switch (token) {
			case PROPERTY_NAME -> this.current.name = hash(parser.currentName());
			case START_OBJECT, START_ARRAY -> open(token);
			case END_OBJECT, END_ARRAY -> close();
			case VALUE_STRING -> add(token, hash(parser));
			case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> add(JsonToken.VALUE_NUMBER_INT, number(parser));
			default -> add(token, 0);
		}
	}

	private void open(JsonToken token) {
		this.depth++;
		if (this.depth == this.containers.size()) {
			this.containers.add(new Container());
		}
		this.current = this.containers.get(this.depth);
		this.current.begin(token.id());
	}

	private void close() {
		long closed = this.current.sum + this.current.kind;
		this.depth--;
		this.current = this.containers.get(this.depth);
		add(mix(closed));
	}

	private void add(JsonToken kind, long value) {
		add(mix(value + kind.id()));
	}

	private void add(long value) {
		this.current.sum += mix(this.current.name ^ Long.rotateLeft(value, 17));
	}

	private static long number(JsonParser parser) {
		SignificantDigits number = SignificantDigits.of(parser);
		// Beyond what can be rounded, it is compared as it is written.
		return (number != null) ? mix(number.digits()) + number.scale() : hash(parser);
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

		private int kind;

		private long sum;

		private long name;

		void begin(int kind) {
			this.kind = kind;
			this.sum = 0;
			this.name = 0;
		}

	}

}
