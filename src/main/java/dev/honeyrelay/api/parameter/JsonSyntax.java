package dev.honeyrelay.api.parameter;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Tells JSON from what merely looks like it.
 */
final class JsonSyntax {

	private static final JsonFactory JSON = new JsonFactory();

	private JsonSyntax() {
	}

	/** Returns whether {@code text} is one JSON value, not nested beyond all reason. */
	static boolean isWellFormed(String text) {
		try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
			JsonToken first = parser.nextToken();
			parser.skipChildren();
			return first != null && parser.nextToken() == null;
		}
		catch (JacksonException ex) {
			return false;
		}
	}

}
