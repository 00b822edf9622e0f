package dev.honeyrelay.upstream.body;

import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

import dev.honeyrelay.run.Operation;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads through the body of an answer once, without building anything of it: is it one
 * whole JSON object in UTF-8, and what does it say of its runs.
 */
public final class BodyReader {

	/** How deep a document may be nested; HoneyHive's are less than ten. */
	private static final int MAX_DEPTH = 1000;

	private static final int MAX_NUMBER_LENGTH = 2000;

	// With the image's flags the JVM compiles what is called often, and not what is
	// called once and takes long.
	private static final int PIECE = 256;

	/** The name of the outermost object. */
	private static final String ROOT = "";

	private static final JsonFactory JSON = JsonFactory.builder()
		.streamReadConstraints(StreamReadConstraints.builder()
			.maxNestingDepth(MAX_DEPTH)
			.maxNumberLength(MAX_NUMBER_LENGTH)
			.maxStringLength(Integer.MAX_VALUE)
			.maxNameLength(Integer.MAX_VALUE)
			.build())
		// Names come from outside: no table of them that could be made to grow or to
		// collide.
		.disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
		.build();

	private final RunStates runs;

	private final RunNames names;

	private int depth;

	// The member of the root that is being read, and the member within it.
	private String outer = ROOT;

	private String inner = ROOT;

	private BodyReader(Operation operation, RunNames names) {
		this.runs = new RunStates(operation);
		this.names = names;
	}

	/**
	 * Returns what {@code body} says, or {@code null} if it is not one whole JSON object
	 * in UTF-8.
	 */
	public static @Nullable Reading read(Operation operation, byte[] body) {
		return read(operation, body, RunNames.any());
	}

	/**
	 * Returns the same, and lets {@code names} note which runs are named.
	 */
	public static @Nullable Reading read(Operation operation, byte[] body, RunNames names) {
		BodyReader reader = new BodyReader(operation, names);
		try (JsonParser parser = parser(body)) {
			return (parser.nextToken() == JsonToken.START_OBJECT) ? reader.readObject(parser) : null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	/**
	 * Returns a parser for {@code body} that fails on anything but UTF-8, byte order
	 * marks included.
	 */
	static JsonParser parser(byte[] body) {
		return JSON.createParser(ObjectReadContext.empty(), new Utf8Reader(body));
	}

	private @Nullable Reading readObject(JsonParser parser) {
		take(JsonToken.START_OBJECT, parser);
		while (this.depth > 0) {
			if (!readPiece(parser)) {
				return null;
			}
		}
		if (parser.nextToken() != null) {
			return null;
		}
		return new Reading(this.runs.isSettled(), this.runs.touched());
	}

	private boolean readPiece(JsonParser parser) {
		for (int number = 0; number < PIECE && this.depth > 0; number++) {
			JsonToken token = parser.nextToken();
			if (token == null) {
				return false;
			}
			take(token, parser);
		}
		return true;
	}

	private void take(JsonToken token, JsonParser parser) {
		switch (token) {
			case PROPERTY_NAME -> name(parser.currentName());
			case END_OBJECT, END_ARRAY -> this.depth--;
			case START_OBJECT, START_ARRAY -> {
				value(token, parser);
				this.depth++;
			}
			default -> value(token, parser);
		}
	}

	private void name(String name) {
		if (this.depth == 1) {
			this.outer = name;
		}
		else if (this.depth == 2) {
			this.inner = name;
		}
	}

	private void value(JsonToken token, JsonParser parser) {
		if (this.depth == 1) {
			this.runs.accept(ROOT, this.outer, token, parser);
			this.names.accept(this.outer);
		}
		else if (this.depth == 2 && parser.currentName() != null) {
			this.runs.accept(this.outer, this.inner, token, parser);
			this.names.accept(this.outer, this.inner, token, parser);
		}
	}

	/**
	 * What a body says.
	 *
	 * @param settled whether every run in it is {@code completed}
	 * @param touched the latest time that any run in it bears, by HoneyHive's clock, or
	 * {@code null}
	 */
	public record Reading(boolean settled, @Nullable Instant touched) {
	}

	/**
	 * Reads off an answer, while it is being parsed, whether every run in it is
	 * {@code completed} and when one was last touched. Exact text in the documented place
	 * counts, nothing else.
	 */
	private static final class RunStates {

		private final Set<String> places;

		private final Set<String> completed = new HashSet<>();

		private boolean contradicted;

		private @Nullable Instant touched;

		RunStates(Operation operation) {
			this.places = placesOf(operation);
		}

		/**
		 * Takes in the value of member {@code name} of {@code place}: the root, or a
		 * member object of it.
		 */
		void accept(String place, String name, JsonToken token, JsonParser parser) {
			if (!this.places.contains(place)) {
				return;
			}
			switch (name) {
				case "status" -> status(place, token, parser);
				case "error" -> error(place, token, parser);
				case "created_at", "updated_at" -> time(place, token, parser);
				default -> {
				}
			}
		}

		/**
		 * Returns whether every run is {@code completed}; {@code false} if the answer
		 * does not tell.
		 */
		boolean isSettled() {
			return !this.contradicted && !this.places.isEmpty() && this.completed.equals(this.places);
		}

		/**
		 * Returns the latest time that any run bears, by HoneyHive's clock, or
		 * {@code null}.
		 */
		@Nullable Instant touched() {
			return this.touched;
		}

		private void status(String place, JsonToken token, JsonParser parser) {
			if (token == JsonToken.VALUE_STRING && "completed".equals(parser.getString())) {
				this.completed.add(place);
			}
			else {
				this.contradicted = true;
			}
		}

		private void error(String place, JsonToken token, JsonParser parser) {
			boolean empty = token == JsonToken.VALUE_NULL
					|| (token == JsonToken.VALUE_STRING && parser.getStringLength() == 0);
			this.contradicted |= place.equals(ROOT) && !empty;
		}

		private void time(String place, JsonToken token, JsonParser parser) {
			if (place.equals(ROOT) || token != JsonToken.VALUE_STRING) {
				return;
			}
			try {
				Instant time = Instant.parse(parser.getString());
				this.touched = (this.touched == null || time.isAfter(this.touched)) ? time : this.touched;
			}
			catch (DateTimeException ex) {
				// A time that cannot be read is no time: the relay's own reads decide.
			}
		}

		private static Set<String> placesOf(Operation operation) {
			return switch (operation) {
				case RUN -> Set.of("evaluation");
				case RESULT -> Set.of(ROOT, "run_object");
				case COMPARISON -> Set.of("old_run", "new_run");
				case METRICS, COMPARISON_EVENTS, RUN_LIST, RUN_SCHEMA, RUNS_SCHEMA, EVENTS_SCHEMA -> Set.of();
			};
		}

	}

	/**
	 * Reads bytes as UTF-8 and fails on anything else. {@code InputStreamReader} would
	 * do, but takes 8 KB of memory of its own, which is more than most bodies have.
	 */
	static final class Utf8Reader extends Reader {

		private final ByteBuffer bytes;

		private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();

		Utf8Reader(byte[] bytes) {
			this.bytes = ByteBuffer.wrap(bytes);
		}

		/**
		 * Reads what there is room for.
		 * @param length at least 2, for a character beyond the first plane takes two
		 */
		@Override
		public int read(char[] characters, int offset, int length) throws IOException {
			CharBuffer room = CharBuffer.wrap(characters, offset, length);
			CoderResult result = this.decoder.decode(this.bytes, room, true);
			if (result.isError()) {
				result.throwException();
			}
			int read = room.position() - offset;
			return (read > 0) ? read : -1;
		}

		@Override
		public void close() {
			// There is nothing to give back.
		}

	}

}
