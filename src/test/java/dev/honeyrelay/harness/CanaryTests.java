package dev.honeyrelay.harness;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Wherever in a line a secret is, it is found, and nothing else is.
 */
class CanaryTests {

	@Test
	void aSecretIsFoundWhereverItIs() {
		List<String> secrets = Canary.secrets();

		assertThat(secrets).hasSizeGreaterThan(20).doesNotContain("");
		assertThat(secrets).allSatisfy((secret) -> {
			for (int before = 0; before < 60; before++) {
				assertThat(Canary.isTelling(secret.substring(0, before % 3) + "a ".repeat(before) + secret)).isTrue();
				assertThat(Canary.isTelling("=".repeat(before) + secret + "x".repeat(before))).isTrue();
			}
		});
	}

	@Test
	void whatIsNotAllOfASecretIsNone() {
		assertThat(Canary.isTelling("")).isFalse();
		assertThat(Canary.secrets()).allSatisfy((secret) -> {
			assertThat(Canary.isTelling(secret.substring(1) + secret.substring(0, 1))).isFalse();
			assertThat(Canary.isTelling("a line with " + secret.substring(0, secret.length() - 1))).isFalse();
			assertThat(Canary.isTelling(secret.substring(1))).isFalse();
		});
	}

}
