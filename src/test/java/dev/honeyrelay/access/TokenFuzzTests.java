package dev.honeyrelay.access;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;

import dev.honeyrelay.harness.Fuzz;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;

import org.springframework.security.authentication.BadCredentialsException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever the field, there is a token in it or it is refused; and its text form tells
 * nothing.
 */
class TokenFuzzTests {

	private static final List<String> WORDS = List.of("Bearer", "bearer", "Basic", "BASIC", " ", " ", "  ", "\t", ":",
			",", "=", "==", "dTpw", "dXNlcjpwYXNz", "!", "\u00e9", "\u00ff", "\0", "a".repeat(3000), "token", "\"", "/",
			"+", "-", "_");

	@Test
	void everyFieldIsReadOrRefused() {
		Fuzz.run((random) -> {
			String field = field(random);
			try {
				String token = RequestCredentials.tokenIn(HttpFields.build().add("Authorization", field));
				assertThat(token).isNotNull();
				assertThat(new Credential(Credential.Token.of(token), List.of(), null)).hasToString("Credential[****]");
			}
			catch (BadCredentialsException ex) {
				assertThat(ex.getMessage()).matches("[ -~]+");
			}
		});
	}

	private static String field(Random random) {
		if (random.nextInt(4) == 0) {
			byte[] bytes = new byte[random.nextInt(40)];
			random.nextBytes(bytes);
			return "Basic " + new String(Base64.getEncoder().encode(bytes), StandardCharsets.ISO_8859_1);
		}
		return Fuzz.text(WORDS, 8, random);
	}

}
