package dev.honeyrelay.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import dev.honeyrelay.harness.EndedRelay;
import dev.honeyrelay.harness.InOtherProcesses;
import dev.honeyrelay.harness.RunningRelay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a start that is only tried says of credentials, as a process of its own.
 */
@InOtherProcesses
class CredentialsCheckTests {

	private static final String SOUND = "Settings and credentials are sound; projects: [default]\n";

	@Test
	void aTreeOfFilesIsAsGoodAsVariables(@TempDir Path folder) throws Exception {
		Files.writeString(folder.resolve("HH_API_KEY"), RunningRelay.KEY + '\n');
		Files.writeString(folder.resolve("relay.token"), RunningRelay.TOKEN + '\n');

		EndedRelay outcome = EndedRelay.run(Map.of("SPRING_CONFIG_IMPORT", "optional:configtree:" + folder + '/'),
				"--check");

		assertThat(outcome.status()).isZero();
		assertThat(outcome.printed()).startsWith(SOUND).doesNotContain("WARN", "But");
	}

	@Test
	void aKeyThatNeedsAnotherDialectIsToldOf() throws Exception {
		String key = "hh_fgdp_" + "k".repeat(24) + '_' + "canary".repeat(10);
		Map<String, String> variables = Map.of("HH_API_KEY", key, "RELAY_TOKEN", RunningRelay.TOKEN, "HH_PROJECT_ID",
				"66f1c0");

		EndedRelay doubtful = EndedRelay.run(variables, "--check");
		EndedRelay sound = EndedRelay.run(variables, "--check", "--relay.upstream.dialect=project");

		assertThat(doubtful.status()).isZero();
		assertThat(doubtful.printed()).contains("WARN", "credentials may be wrong")
			.contains("But the project default has a data plane key (hh_fgdp_), which HoneyHive takes below a"
					+ " project's path only: set relay.upstream.dialect to project.")
			.doesNotContain("canary");
		assertThat(sound.status()).isZero();
		assertThat(sound.printed()).startsWith(SOUND).doesNotContain("WARN", "But");
	}

}
