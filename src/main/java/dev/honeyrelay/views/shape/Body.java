package dev.honeyrelay.views.shape;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.util.ByteBufferBackedInputStream;

/**
 * The bytes of a stored answer, or of a list or an object in it: well-formed JSON in
 * UTF-8, as whatever is stored. It is read again and again rather than kept as objects,
 * so that what it takes does not grow with it.
 */
public final class Body {

	// The answer, a list or an object in it, and an element of that are no cells.
	private static final int CELLS_WITHIN = 2;

	private final JsonFactory json;

	private final ByteBuffer bytes;

	private Body(JsonFactory json, ByteBuffer bytes) {
		this.json = json;
		this.bytes = bytes;
	}

	/** Returns the body with these {@code bytes}, which must not change. */
	public static Body of(ByteBuffer bytes) {
		// What is stored has been read within limits already. The parser that counts
		// bytes keeps a table of names, which come from outside: it goes with the body.
		return new Body(JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder()
				.maxNestingDepth(Integer.MAX_VALUE)
				.maxNumberLength(Integer.MAX_VALUE)
				.maxStringLength(Integer.MAX_VALUE)
				.maxNameLength(Integer.MAX_VALUE)
				.build())
			.disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
			.disable(TokenStreamFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
			.build(), bytes);
	}

	/**
	 * Returns how many bytes of {@code json}, a stored answer, the largest text or
	 * structure takes that could be a cell.
	 */
	public static int largestCell(ByteBuffer json) {
		int largest = 0;
		Deque<Integer> open = new ArrayDeque<>();
		for (int index = json.position(); index < json.limit(); index++) {
			switch (json.get(index)) {
				case '"' -> {
					int begin = index;
					index = endOfText(json, begin);
					largest = Math.max(largest, index - begin);
				}
				case '[', '{' -> open.push(index);
				case ']', '}' -> {
					int size = index - open.pop();
					largest = (open.size() > CELLS_WITHIN) ? Math.max(largest, size) : largest;
				}
				default -> {
				}
			}
		}
		return largest;
	}

	private static int endOfText(ByteBuffer json, int begin) {
		int index = begin + 1;
		while (json.get(index) != '"') {
			index += (json.get(index) == '\\') ? 2 : 1;
		}
		return index;
	}

	/** Returns the same as text. */
	String text() {
		return StandardCharsets.UTF_8.decode(this.bytes.duplicate()).toString();
	}

	/** Returns whether this is a list. */
	boolean isList() {
		return this.bytes.get(this.bytes.position()) == '[';
	}

	/** Returns whether this is a list that is not empty. */
	boolean hasElements() throws IOException {
		try (JsonParser parser = parser()) {
			return parser.nextToken() == JsonToken.START_ARRAY && parser.nextToken() != JsonToken.END_ARRAY;
		}
	}

	/** Returns what {@code members} find in this object. */
	Fields read(Members members) throws IOException {
		try (JsonParser parser = parser()) {
			parser.nextToken();
			Fields fields = Fields.none();
			members.read(parser, this, fields);
			return fields;
		}
	}

	/**
	 * Hands over what {@code members} find in each element of this list; or if this is an
	 * object, in each of its members.
	 * @param around what is known around it
	 */
	void each(Members members, Fields around, FieldsSink each) throws IOException {
		try (JsonParser parser = parser()) {
			each(parser, members, around, each);
		}
	}

	/**
	 * Does the same with a list that {@code json} has, and no structures in its elements.
	 */
	void each(InputStream json, Members members, Fields around, FieldsSink each) throws IOException {
		try (JsonParser parser = this.json.createParser(ObjectReadContext.empty(), json)) {
			each(parser, members, around, each);
		}
	}

	private void each(JsonParser parser, Members members, Fields around, FieldsSink each) throws IOException {
		boolean named = parser.nextToken() == JsonToken.START_OBJECT;
		for (JsonToken token = parser.nextToken(); token != null && !token.isStructEnd(); token = parser.nextToken()) {
			String name = named ? parser.currentName() : null;
			if (named) {
				parser.nextToken();
			}
			Fields fields = new Fields(around);
			members.readElement(parser, this, fields, name);
			each.accept(fields);
		}
	}

	/**
	 * Returns the structure that {@code parser}, one of this body's, is at the start of,
	 * and leaves it at its end.
	 */
	Body structure(JsonParser parser, long start) {
		parser.skipChildren();
		return slice(start, parser.currentLocation().getByteOffset());
	}

	/** Returns the part from {@code start} to {@code end}. */
	Body slice(long start, long end) {
		return new Body(this.json,
				this.bytes.slice(this.bytes.position() + Math.toIntExact(start), Math.toIntExact(end - start)));
	}

	/** Returns the scalar that {@code parser} is at, or {@code null} for none. */
	static @Nullable Cell scalar(JsonParser parser) {
		return switch (parser.currentToken()) {
			case VALUE_STRING -> new Cell.Text(parser.getString());
			case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Cell.Numeric(parser.getString());
			case VALUE_TRUE -> new Cell.Bool(true);
			case VALUE_FALSE -> new Cell.Bool(false);
			case null, default -> null;
		};
	}

	private JsonParser parser() {
		return this.json.createParser(ObjectReadContext.empty(),
				new ByteBufferBackedInputStream(this.bytes.duplicate()));
	}

	/**
	 * Takes what was found in one element after the other.
	 */
	@FunctionalInterface
	interface FieldsSink {

		void accept(Fields fields) throws IOException;

	}

}
