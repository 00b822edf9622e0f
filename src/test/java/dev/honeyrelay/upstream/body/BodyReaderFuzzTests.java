package dev.honeyrelay.upstream.body;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;

import dev.honeyrelay.harness.Fixtures;
import dev.honeyrelay.harness.Fuzz;
import dev.honeyrelay.run.Operation;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever the bytes, reading them ends with a value; and what is read is what another
 * reader of JSON would call one object in UTF-8, too.
 */
class BodyReaderFuzzTests {

	private static final JsonMapper REFERENCE = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private static final List<String> WORDS = List.of("{", "}", "[", "]", ":", ",", "\"", "null", "true", "1", "-0",
			"1e9", "0.1e-99", "1e2147483648", "\\u0000", "\\ud800", "\\", "\"status\":", "\"completed\"", "\"error\":",
			"\"run_object\":{", "\"updated_at\":", "\"2026-01-01T00:00:00Z\"", "\"evaluation\":{", "\"old_run\":{", " ",
			"\u00ef\u00bb\u00bf", "\u00c0\u0080", "9".repeat(50), "[".repeat(1001), "\n", "/*", "'", "NaN");

	@Test
	void mutatedFixturesAreReadOrRefused() {
		List<byte[]> fixtures = Fixtures.all().stream().map(Fixtures::bytes).filter((it) -> it.length < 6000).toList();

		Fuzz.run((random) -> check(Fuzz.mutated(Fuzz.oneOf(fixtures, random), WORDS, random),
				Fuzz.oneOf(List.of(Operation.values()), random)));
	}

	@Test
	void anythingAtAllIsReadOrRefused() {
		Fuzz.run((random) -> check(
				("{" + Fuzz.text(WORDS, 12, random)).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1),
				Fuzz.oneOf(List.of(Operation.values()), random)));
	}

	private static void check(byte[] body, Operation operation) {
		boolean read = BodyReader.read(operation, body) != null;

		assertThat(read).as(new String(body, UTF_8)).isEqualTo(isObject(body));
		assertThat(ErrorMessage.read(body, dev.honeyrelay.credentials.ApiKey.of("hh_x")))
			.satisfiesAnyOf((message) -> assertThat(message).isNull(), (message) -> assertThat(message).isNotBlank());
	}

	private static boolean isObject(byte[] body) {
		try {
			return REFERENCE.readTree(UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString()).isObject();
		}
		catch (CharacterCodingException | JacksonException ex) {
			return false;
		}
	}

}
