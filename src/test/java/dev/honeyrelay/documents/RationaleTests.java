package dev.honeyrelay.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code RATIONALE.md} has decisions and their reasons. What was measured is told beside
 * the benchmarks.
 */
class RationaleTests {

	private static final int MOST_LINES = 15;

	/** All sections but the list of dependencies and the list of what is left out. */
	static Stream<String> decisions() throws IOException {
		String text = Files.readString(Path.of("RATIONALE.md"));
		String decisions = text.substring(text.indexOf("\n## "), text.indexOf("\n## What each dependency is for"));
		return Stream.of(decisions.split("\n## ")).filter((section) -> !section.isBlank());
	}

	@ParameterizedTest
	@MethodSource("decisions")
	void noDecisionTakesMoreThanFifteenLines(String decision) {
		assertThat(decision.lines().skip(1).filter((line) -> !line.isBlank())).hasSizeBetween(2, MOST_LINES)
			.allSatisfy((line) -> assertThat(line).hasSizeLessThan(130));
	}

}
