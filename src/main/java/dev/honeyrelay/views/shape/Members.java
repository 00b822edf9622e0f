package dev.honeyrelay.views.shape;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Which members of an object are looked for, and which of the objects in it.
 */
final class Members {

	// Where the name of an element is noted, one that is no object, and that it is one.
	private static final String NAME = "@name";

	private static final String SCALAR = "@scalar";

	private static final String OBJECT = "@object";

	private final Map<String, Members> within = new HashMap<>();

	private final String prefix;

	// Under which place it is noted, if it is looked for itself.
	private @Nullable String place;

	private Members(String prefix) {
		this.prefix = prefix;
	}

	/**
	 * Returns what looks for {@code places}: names joined by dots, as they are nested.
	 * They are noted under these, after {@code prefix}.
	 */
	static Members of(String prefix, String... places) {
		Members all = new Members(prefix);
		Arrays.stream(places).forEach(all::add);
		return all;
	}

	private void add(String place) {
		Members last = this;
		for (String name : place.split("\\.", -1)) {
			last = last.within.computeIfAbsent(name, (_) -> new Members(this.prefix));
		}
		last.place = this.prefix + place;
	}

	/**
	 * Notes in {@code fields} what is found in the element that {@code parser} is at, and
	 * leaves it at its end. An element that is no object is noted itself.
	 * @param name the element's name, if it is a member of an object
	 */
	void readElement(JsonParser parser, Body body, Fields fields, @Nullable String name) {
		fields.note(this.prefix + NAME, (name != null) ? new Cell.Text(name) : null);
		if (parser.currentToken() == JsonToken.START_OBJECT) {
			fields.note(this.prefix + OBJECT, new Cell.Bool(true));
			read(parser, body, fields);
		}
		else {
			fields.note(this.prefix + SCALAR, Body.scalar(parser));
			parser.skipChildren();
		}
	}

	/**
	 * Notes in {@code fields} what is found in the object that {@code parser} is at the
	 * start of, and leaves it at its end.
	 */
	void read(JsonParser parser, Body body, Fields fields) {
		if (parser.currentToken() != JsonToken.START_OBJECT) {
			return;
		}
		while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
			Members wanted = this.within.get(parser.currentName());
			JsonToken token = parser.nextToken();
			if (wanted == null) {
				parser.skipChildren();
			}
			else if (token.isStructStart()) {
				wanted.readStructure(parser, body, fields);
			}
			else if (wanted.place != null) {
				fields.note(wanted.place, Body.scalar(parser));
			}
		}
	}

	private void readStructure(JsonParser parser, Body body, Fields fields) {
		long start = parser.currentTokenLocation().getByteOffset();
		if (!this.within.isEmpty()) {
			read(parser, body, fields);
		}
		Body structure = body.structure(parser, start);
		if (this.place != null) {
			fields.note(this.place, structure);
		}
	}

}
