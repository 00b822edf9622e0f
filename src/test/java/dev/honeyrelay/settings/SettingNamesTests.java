package dev.honeyrelay.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import dev.honeyrelay.harness.LogWatch;
import dev.honeyrelay.harness.RunningRelay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A setting that there is not keeps the relay from starting.
 */
class SettingNamesTests {

	private static final String NOWHERE = "http://127.0.0.1:9";

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "relay.cache.max-szie", "relay.upsteam.deadline", "relay.upstream.retry.attempts",
			"relay.cashe", "relay.jwt.projcts[alice][0]", "relay.jwt.issuers.cloudflare.audienc",
			"relay.jwt.issuers.cloudflare.algorithm[0]" })
	void aMisspeltArgumentIsRefusedByName(String name) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> RunningRelay.start(NOWHERE, "--" + name + "=a-canary-of-a-value").close())
			.withMessageStartingWith(name + " is not a setting of the relay")
			.withMessageNotContaining("canary");
	}

	@Test
	void aMisspeltSettingInAFileIsRefusedWithItsPlace() throws IOException {
		String place = write("relay:\n  cache:\n    max-szie: 1MB\n");

		assertThatIllegalArgumentException().isThrownBy(() -> RunningRelay.start(NOWHERE, place).close())
			.withMessageMatching("relay\\.cache\\.max-szie is not .*application\\.yml] - 3:15\\.");
	}

	@Test
	void listsMapsAndOtherSpellingsAreSettings() throws IOException {
		String place = write("""
				relay:
				  cache: { maxSize: 64MB }
				  cors: { allowed-origins: [ "https://a.example.com", "https://b.example.com" ] }
				  jwt:
				    projects: { "[alice@example.com]": [ default ], "[*]": [ default, default ] }
				    issuers:
				      cloudflare:
				        issuer: cloudflare
				        keySetUrl: "https://id.example.com/keys"
				        audience: [ one, two ]
				        callerClaim: email
				        projects: { alice@example.com: [ default, default ], "Data Lab": default }
				        algorithms: [ RS256, ES384 ]
				  gateway: { projects: { analysts: [ default ] } }
				""");

		try (RunningRelay relay = RunningRelay.start(NOWHERE, place,
				"--relay.cors.allowed-origins=https://one.example.com")) {
			assertThat(relay.port()).isPositive();
		}
	}

	@Test
	void aMisspeltSettingOfOneOfSeveralIssuersIsRefusedByName() throws IOException {
		String place = write("""
				relay:
				  jwt:
				    issuers:
				      cloudflare:
				        issuer: "https://id.example.com"
				        audience: [ one ]
				        projcts: { "[*]": [ default ] }
				""");

		assertThatIllegalArgumentException().isThrownBy(() -> RunningRelay.start(NOWHERE, place).close())
			.withMessageStartingWith("relay.jwt.issuers.cloudflare.projcts");
	}

	@Test
	void aMisspeltVariableIsToldAtTheStartWithoutItsValue() {
		StandardEnvironment environment = new StandardEnvironment() {

			@Override
			public Map<String, Object> getSystemEnvironment() {
				return Map.of("RELAY_CACHE_MAXSZIE", "canary", "RELAY_SERVICE_HOST", "10.0.0.1", "RELAY_SERVICE_PORT",
						"80", "RELAY_PORT", "tcp://10.0.0.1:80", "PATH", "/bin");
			}

		};
		LogWatch log = LogWatch.anew();

		new SettingNames(environment).tellUnknownVariables();

		assertThat(log.warnings()).singleElement()
			.asString()
			.contains("in the environment, but no settings", "[RELAY_CACHE_MAXSZIE]")
			.doesNotContain("canary");
	}

	private String write(String settings) throws IOException {
		Files.writeString(this.directory.resolve("application.yml"), settings);
		return "--spring.config.additional-location=file:" + this.directory + "/";
	}

}
