package dev.honeyrelay.api.parameter;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import dev.honeyrelay.problem.InvalidRequestException;
import dev.honeyrelay.run.Parameters.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Takes a query string apart, in the form that HTML forms made common, and keeps order
 * and repeats.
 */
public final class QueryString {

	private QueryString() {
	}

	/**
	 * Returns the parameters in {@code query}, decoded.
	 * @throws InvalidRequestException if it is not percent-encoded UTF-8, or holds the
	 * character NUL
	 */
	public static List<Parameter> parse(@Nullable String query) {
		if (query == null) {
			return List.of();
		}
		return Arrays.stream(query.split("&")).filter((pair) -> !pair.isEmpty()).map(QueryString::parameter).toList();
	}

	private static Parameter parameter(String pair) {
		int equals = pair.indexOf('=');
		return (equals < 0) ? new Parameter(decode(pair), "")
				: new Parameter(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
	}

	private static String decode(String text) {
		try {
			// Octets first and strictly UTF-8 then: what cannot be read must not be
			// guessed at.
			byte[] octets = URLDecoder.decode(text, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
			String decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
			if (decoded.indexOf('\0') < 0 && text.chars().allMatch((character) -> character < 128)) {
				return decoded;
			}
		}
		catch (IllegalArgumentException | CharacterCodingException ex) {
			// falls through to the refusal
		}
		throw new InvalidRequestException("The query is not percent-encoded UTF-8 text.");
	}

}
