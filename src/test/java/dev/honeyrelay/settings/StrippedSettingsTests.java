package dev.honeyrelay.settings;

import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RawUpstream;
import dev.honeyrelay.harness.RunningRelay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * White space around a secret or a name among the settings keeps nobody out.
 */
class StrippedSettingsTests {

	private static final String TARGET = "/v1/runs/stripped/result";

	@Test
	void whiteSpaceAroundSettingsOfTheGatewayIsNoPartOfThem() {
		try (RunningRelay relay = RunningRelay.start(RawUpstream.start().baseUrl(),
				"--relay.gateway.user-header= X-Forwarded-User\n", "--relay.gateway.groups-header=X-Forwarded-Groups\t",
				"--relay.gateway.trusted-networks[0]= 127.0.0.0/8\n",
				"--relay.gateway.secret= a-secret-of-the-gateway\r\n", "--relay.gateway.secret-header=X-Secret\n",
				"--relay.gateway.projects.analysts[0]= default\n")) {
			String known = RunningRelay.bare("GET", TARGET, "X-Forwarded-User: alice", "X-Forwarded-Groups: analysts",
					"X-Secret: a-secret-of-the-gateway");

			assertThat(relay.send(known).status()).isEqualTo(200);
			assertThat(relay.send(known).value("Vary"))
				.isEqualTo(RawResponse.VARY + ", X-Forwarded-User, X-Forwarded-Groups");
			assertThat(relay.get(TARGET).status()).isEqualTo(200);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "\u00a0", "\u2007", "\u202f", "\u3000", "\u0085", "\ufeff", "\u200b", " \u00a0\r\n" })
	void neitherIsWhatLooksLikeWhiteSpaceOrLikeNothing(String space) {
		try (RunningRelay relay = RunningRelay.start(RawUpstream.start().baseUrl() + space,
				"--relay.project-id=" + space + "66f1c0" + space, "--relay.gateway.user-header=X-User" + space,
				"--relay.gateway.groups-header=" + space + "X-Groups",
				"--relay.gateway.trusted-networks=" + space + "127.0.0.0/8" + space,
				"--relay.gateway.secret=" + space + "a-secret-of-the-gateway" + space,
				"--relay.gateway.secret-header=X-Secret", "--relay.gateway.projects.analysts=default" + space)) {
			assertThat(relay.get("/v1/projects/66f1c0/runs/stripped/result").status()).isEqualTo(200);
			String known = RunningRelay.bare("GET", TARGET, "X-User: alice", "X-Groups: analysts",
					"X-Secret: a-secret-of-the-gateway");
			assertThat(relay.send(known).status()).isEqualTo(200);
		}
	}

	@Test
	void whiteSpaceAroundTheFirstSettingsIsNoPartOfThem() {
		try (RunningRelay relay = RunningRelay.start(RawUpstream.start().baseUrl() + "\n",
				"--relay.project-id= 66f1c0\n", "--relay.cors.allowed-origins[0]=https://a.test\n")) {
			assertThat(relay.get(TARGET, "Origin: https://a.test").value("Access-Control-Allow-Origin"))
				.isEqualTo("https://a.test");
			assertThat(relay.get("/v1/projects/66f1c0/runs/stripped/result").status()).isEqualTo(200);
		}
	}

}
