package dev.honeyrelay.documents;

import java.nio.charset.StandardCharsets;

import dev.honeyrelay.harness.ProblemDocument;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Stage;
import dev.honeyrelay.problem.ProblemType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The type of a problem leads somewhere.
 */
class ProblemPagesTests {

	@ParameterizedTest
	@EnumSource
	void everyTypeResolvesWithoutACredential(ProblemType type) {
		RawResponse page = Stage.shared().relay().send(RunningRelay.bare("GET", "/problems/" + type.slug()));

		assertThat(page.status()).isEqualTo(200);
		assertThat(page.value("Content-Type")).startsWith("text/plain");
		assertThat(new String(page.body(), StandardCharsets.UTF_8)).startsWith(type.slug())
			.contains(Integer.toString(type.status()));
	}

	@Test
	void anUnknownTypeIsAProblemItself() {
		ProblemDocument.check(Stage.shared().relay().send(RunningRelay.bare("GET", "/problems/none")), 404,
				"not-found");
	}

}
