package dev.honeyrelay.upstream.body;

import dev.honeyrelay.credentials.ApiKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class ErrorMessageTests {

	private static final ApiKey KEY = ApiKey.of("hh_secret");

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "{'message':'No'}|No", "{'message':' No '}|No",
					"{'a':{'message':'inner'},'message':'outer'}|outer", "{'message':'first','message':'second'}|first",
					"{'message':'a\\nb\\u0000c\\u0085d'}|a b c d", "{'message':'\\u202eevil\\u200b'}|evil",
					"{'message':'\\ud83d\\ude00 \\ud800'}|\ud83d\ude00", "{'message':'caf\\u00e9 <b>'}|caf\u00e9 <b>",
					"{'message':'key hh_secret is wrong'}|key ApiKey[****] is wrong", "{'message':'No'} garbage|No",
					"{'message':'No'|No" })
	void theMessageIsCleaned(String body, String message) {
		assertThat(read(body)).isEqualTo(message);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "null", "[]", "'No'", "{}", "{'Message':'No'}", "{'message':1}", "{'message':null}",
			"{'message':''}", "{'message':'  '}", "{'message':'\\u0000'}", "{'message':['No']}", "{'message'",
			"{'a':{'message':'No'}}", "<h1>No</h1>", "{'error':{'message':'No'}}" })
	void withoutOneThereIsNone(String body) {
		assertThat(read(body)).isNull();
	}

	@Test
	void itIsCutAt500Characters() {
		assertThat(read("{'message':'" + "x".repeat(501) + "'}")).hasSize(500);
		assertThat(read("{'message':'" + "\ud83d\ude00".repeat(501) + "'}").codePoints()).hasSize(500);
	}

	@Test
	void aKeyAtTheCutIsNotLeftInHalves() {
		assertThat(read("{'message':'" + "x".repeat(495) + "hh_secret'}")).doesNotContain("hh_");
	}

	@Test
	void depthAndMalformedTextAreNoMessage() {
		assertThat(read("{'a':" + "[".repeat(100_000))).isNull();
		assertThat(ErrorMessage.read(new byte[] { '{', (byte) 0xFF }, KEY)).isNull();
	}

	private static String read(String body) {
		return ErrorMessage.read(body.replace('\'', '"').getBytes(UTF_8), KEY);
	}

}
