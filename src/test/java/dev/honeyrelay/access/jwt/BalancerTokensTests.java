package dev.honeyrelay.access.jwt;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.security.oauth2.jwt.Jwt;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What has to be right of a load balancer's token, in its header or among its claims.
 */
class BalancerTokensTests {

	private static final String ISSUER = "https://id.example.com";

	private static final BalancerTokens TOKENS = new BalancerTokens(ISSUER, "front", Duration.ofSeconds(60));

	@ParameterizedTest
	@CsvSource({ "https://id.example.com, , true", ", https://id.example.com, true",
			"https://id.example.com, https://id.example.com, true", ", , false", "other, , false", ", other, false",
			"https://id.example.com, other, false", "other, https://id.example.com, false" })
	void itNamesTheOneIssuerAndNoneBesides(String above, String said, boolean issued) {
		Jwt.Builder token = token();
		if (above != null) {
			token.header("iss", above);
		}
		if (said != null) {
			token.claim("iss", said);
		}

		assertThat(TOKENS.isIssued(token.build())).isEqualTo(issued);
	}

	@Test
	void theBalancerOfTheSettingsSignsIt() {
		assertThat(TOKENS.isSigned(token().header("signer", "front").build())).isTrue();
		assertThat(TOKENS.isSigned(token().header("signer", "back").build())).isFalse();
		assertThat(TOKENS.isSigned(token().build())).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "300, , true", ", 300, true", "300, 300, true", "-30, -30, true", ", , false", "-300, , false",
			", -300, false", "300, -300, false", "-300, 300, false" })
	void itExpiresAndHasNotYetWhereverItSaysSo(Long above, Long said, boolean good) {
		Jwt.Builder token = token();
		if (above != null) {
			token.header("exp", Instant.now().getEpochSecond() + above);
		}
		if (said != null) {
			token.expiresAt(Instant.now().plusSeconds(said));
		}

		assertThat(TOKENS.isInTime(token.build())).isEqualTo(good);
	}

	@Test
	void noNumberIsTooLargeForATimeAndATextIsNone() {
		assertThat(TOKENS.isInTime(token().header("exp", Long.MAX_VALUE).build())).isTrue();
		assertThat(TOKENS.isInTime(token().header("exp", Long.MIN_VALUE).build())).isFalse();
		assertThat(TOKENS.isInTime(token().header("exp", "9999999999").build())).isFalse();
	}

	private static Jwt.Builder token() {
		return Jwt.withTokenValue("-").header("alg", "ES256").claim("sub", "ada");
	}

}
