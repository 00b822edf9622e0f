package dev.honeyrelay.engine;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.DockerClientFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Everything in the image, layer by layer, file by file, jar by jar, and what its history
 * and its configuration say.
 */
@Tag("engine")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ImageSecretsEngineTests {

	private static final String COMMAND_OF_THE_HISTORY = "COPY /build/layers/application/";

	private static final String SETTING_IN_THE_JAR = "stale-if-error: 7d";

	@Test
	void noSecretOfWhoeverBuiltItIsInIt() throws IOException {
		Findings findings = new Findings(List.of(RelayImage.SECRET, COMMAND_OF_THE_HISTORY, SETTING_IN_THE_JAR));
		try (InputStream image = DockerClientFactory.instance().client().saveImageCmd(RelayImage.built()).exec()) {
			findings.lookInto("image.tar", image);
		}

		assertThat(findings.placesOf(COMMAND_OF_THE_HISTORY)).anyMatch((place) -> place.endsWith(".json"));
		assertThat(findings.placesOf(SETTING_IN_THE_JAR))
			.anyMatch((place) -> place.endsWith("relay.jar/application.yml"));
		assertThat(findings.placesOf(RelayImage.SECRET)).isEmpty();
	}

	@Test
	void itsConfigurationNamesNoSecretAndWhatItIs() {
		var config = DockerClientFactory.instance().client().inspectImageCmd(RelayImage.built()).exec().getConfig();

		assertThat(config).isNotNull();
		assertThat(config.getUser()).isEqualTo("10001:10001");
		assertThat(config.getEnv()).contains("LOGGING_STRUCTURED_FORMAT_CONSOLE=ecs")
			.noneMatch((variable) -> variable.matches("(HH_|RELAY_).*"));
		assertThat(config.getLabels()).containsEntry("org.opencontainers.image.title", "HoneyHive Relay");
	}

}
