package dev.honeyrelay.upstream.body;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;

import dev.honeyrelay.upstream.body.BodyReader.Utf8Reader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class Utf8ReaderTests {

	@ParameterizedTest
	@ValueSource(ints = { 2, 3, 4, 5, 7, 100 })
	void theEndOfTheRoomMayBeWithinACharacter(int room) throws IOException {
		String text = "a\u00e9\u20ac\ud83d\ude00\ud83d\ude00b\ud83d\ude00";

		assertThat(read(text.getBytes(UTF_8), room)).isEqualTo(text);
	}

	@Test
	void whatIsReadIsCountedFromWhereItIsPut() throws IOException {
		char[] characters = new char[10];
		try (Utf8Reader reader = new Utf8Reader("\u20acuro".getBytes(UTF_8))) {
			assertThat(reader.read(characters, 3, 7)).isEqualTo(4);
		}
		assertThat(new String(characters, 3, 4)).isEqualTo("\u20acuro");
	}

	@Test
	void nothingIsTheEnd() throws IOException {
		assertThat(read(new byte[0], 10)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "ff", "80", "61c3", "61e282", "c080", "eda080", "f4908080", "f09f98" })
	void anythingElseFails(String hex) {
		assertThatExceptionOfType(CharacterCodingException.class)
			.isThrownBy(() -> read(HexFormat.of().parseHex(hex), 10));
	}

	private static String read(byte[] bytes, int room) throws IOException {
		StringWriter text = new StringWriter();
		char[] characters = new char[room];
		try (Utf8Reader reader = new Utf8Reader(bytes)) {
			for (int read = reader.read(characters, 0, room); read >= 0; read = reader.read(characters, 0, room)) {
				text.write(characters, 0, read);
			}
		}
		return text.toString();
	}

}
