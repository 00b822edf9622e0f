package dev.honeyrelay.upstream.body;

import java.time.Instant;

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
	// called
	// once and takes long.
	private static final int PIECE = 256;

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

	private final RunStateReader runs;

	private final RunNames names;

	private int depth;

	// The member of the root that is being read, and the member within it.
	private String outer = RunStateReader.ROOT;

	private String inner = RunStateReader.ROOT;

	private BodyReader(Operation operation, RunNames names) {
		this.runs = new RunStateReader(operation);
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
			this.runs.accept(RunStateReader.ROOT, this.outer, token, parser);
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

}
