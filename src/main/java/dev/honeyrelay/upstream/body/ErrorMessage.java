package dev.honeyrelay.upstream.body;

import dev.honeyrelay.credentials.ApiKey;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * HoneyHive's own words for a refusal, made fit to be passed on.
 */
public final class ErrorMessage {

	private static final int LONGEST = 500;

	private ErrorMessage() {
	}

	/**
	 * Returns the {@code message} of the error in {@code body}, cleaned and cut, or
	 * {@code null}. Should it quote the {@code key}, that is left out.
	 */
	public static @Nullable String read(byte[] body, ApiKey key) {
		try (JsonParser parser = BodyReader.parser(body)) {
			String message = (parser.nextToken() == JsonToken.START_OBJECT) ? message(parser) : null;
			return (message != null) ? clean(message.replace(key.value(), key.toString())) : null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private static @Nullable String message(JsonParser parser) {
		while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
			boolean found = "message".equals(parser.currentName());
			JsonToken value = parser.nextToken();
			if (found) {
				return (value == JsonToken.VALUE_STRING) ? parser.getString() : null;
			}
			parser.skipChildren();
		}
		return null;
	}

	private static @Nullable String clean(String message) {
		StringBuilder cleaned = new StringBuilder();
		message.codePoints()
			.map((character) -> isPrintable(character) ? character : ' ')
			.limit(LONGEST)
			.forEach(cleaned::appendCodePoint);
		return cleaned.toString().isBlank() ? null : cleaned.toString().strip();
	}

	// Neither control nor formatting characters (which can turn text around), nor half a
	// character.
	private static boolean isPrintable(int character) {
		return switch (Character.getType(character)) {
			case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
					Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
				false;
			default -> true;
		};
	}

}
