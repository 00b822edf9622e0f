package dev.honeyrelay.access;

import java.util.List;

import dev.honeyrelay.access.gateway.GatewayIdentity;
import dev.honeyrelay.run.Footprint;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which credentials mean the same on every connection, and may be remembered.
 */
class PresentedIdentityTests {

	private static final Credential.Token TOKEN = Credential.Token.of("a-token");

	private static final Credential.Token JWT = Credential.Token.of("aaaa.bbbb.cccc");

	@Test
	void onlyATokenThatSaysNothingItselfIs() {
		assertThat(identity(TOKEN, List.of(), null).isRepeatable()).isTrue();
		assertThat(identity(JWT, List.of(), null).isRepeatable()).isFalse();
		assertThat(identity(null, List.of(), new GatewayIdentity("ada", List.of())).isRepeatable()).isFalse();
		assertThat(identity(TOKEN, List.of(), new GatewayIdentity("ada", List.of())).isRepeatable()).isFalse();
		assertThat(identity(TOKEN, List.of(new Credential.Assertion("X", "a.b.c")), null).isRepeatable()).isFalse();
		assertThat(identity(null, List.of(new Credential.Assertion("X", "a.b.c")), null).isRepeatable()).isFalse();
	}

	@Test
	void itsTextFormTellsNothing() {
		assertThat(identity(TOKEN, List.of(), null)).hasToString("PresentedIdentity[****]");
		assertThat(identity(TOKEN, List.of(), null).credential()).hasToString("Credential[****]");
	}

	@Test
	void neitherDoTheTokensInIt() {
		assertThat(new Credential.Assertion("X", "a.b.c")).hasToString("Assertion[****]");
		assertThat(TOKEN.digest()).hasToString("TokenDigest[****]");
	}

	@Test
	void itTakesMoreWhereItNamesAProject() {
		Credential credential = new Credential(TOKEN, List.of(), null);

		assertThat(new PresentedIdentity(credential, null).footprint()).isBetween(200, 240);
		assertThat(new PresentedIdentity(credential, "lab").footprint()
				- new PresentedIdentity(credential, null).footprint())
			.isEqualTo(Footprint.of("lab"));
	}

	private static PresentedIdentity identity(Credential.Token token, List<Credential.Assertion> assertions,
			GatewayIdentity gateway) {
		return new PresentedIdentity(new Credential(token, assertions, gateway), "lab");
	}

}
