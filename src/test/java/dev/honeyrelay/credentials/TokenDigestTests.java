package dev.honeyrelay.credentials;

import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is kept of a token.
 */
class TokenDigestTests {

	private static final String HEX = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";

	@Test
	void itIsTheTokensDigestHoweverThatIsSpelled() {
		assertThat(TokenDigest.of("foo")).isEqualTo(TokenDigest.ofHex(HEX))
			.hasSameHashCodeAs(TokenDigest.ofHex(HEX))
			.isEqualTo(TokenDigest.ofHex(HEX.toUpperCase(Locale.ROOT)));
		assertThat(TokenDigest.of("foo").isOfNothing()).isFalse();
		assertThat(TokenDigest.of("\n").isOfNothing()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 15, 16, 31, 32, 47, 48, 63 })
	void oneDigitMakesAnother(int digit) {
		String other = HEX.substring(0, digit) + ((HEX.charAt(digit) == '0') ? '1' : '0') + HEX.substring(digit + 1);

		assertThat(TokenDigest.ofHex(other)).isNotEqualTo(TokenDigest.ofHex(HEX));
		assertThat(TokenDigest.ofHex(HEX)).isNotEqualTo(HEX);
	}

	@Test
	void itsTextFormTellsNothing() {
		assertThat(TokenDigest.of("foo")).hasToString("TokenDigest[****]");
	}

}
