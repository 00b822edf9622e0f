package dev.honeyrelay.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.honeyrelay.problem.ProblemType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds {@code docs/failures.md} to the problems that there are.
 */
class FailuresPageTests {

	private static final Path PAGE = Path.of("docs", "failures.md");

	@ParameterizedTest
	@EnumSource
	void everyProblemHasItsHeadingAndItsStatus(ProblemType problem) throws IOException {
		assertThat(Files.readString(PAGE)).contains("\n### %s\n\n*%d.* ".formatted(problem.slug(), problem.status()));
	}

}
