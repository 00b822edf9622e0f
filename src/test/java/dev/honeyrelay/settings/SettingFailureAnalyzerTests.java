package dev.honeyrelay.settings;

import java.util.Objects;

import dev.honeyrelay.harness.RunningRelay;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What stops the start is said in one sentence.
 */
class SettingFailureAnalyzerTests {

	private final SettingFailureAnalyzer analyzer = new SettingFailureAnalyzer();

	@Test
	void aBundleThatSpringBootCannotReadIsNamed() {
		Throwable failure = catchThrowable(() -> RunningRelay.start("https://localhost",
				"--spring.ssl.bundle.pem.corp.keystore.certificate=file:/nowhere/relay.pem",
				"--spring.ssl.bundle.pem.corp.keystore.private-key=file:/nowhere/relay.key",
				"--spring.ssl.bundle.pem.corp.keystore.verify-keys=true"));

		assertThat(said(failure)).startsWith("spring.ssl.bundle.* cannot be used: ")
			.contains("/nowhere/relay.")
			.doesNotContain("Exception", "\n");
	}

	@Test
	void aKeyThatStandsInASettingIsNotSaid() {
		Throwable failure = new BeanCreationException("sslBundleRegistry", "Failed to instantiate it: canary",
				new IllegalStateException("cannot read -----BEGIN PRIVATE KEY----- canary"));

		assertThat(said(failure)).doesNotContain("canary");
	}

	@Test
	void whatIsNotAboutSettingsIsLeftToOthers() {
		assertThat(this.analyzer.analyze(new IllegalStateException("something else"))).isNull();
	}

	private String said(Throwable failure) {
		FailureAnalysis analysis = this.analyzer.analyze(failure);
		return Objects.requireNonNull(Objects.requireNonNull(analysis).getDescription());
	}

}
