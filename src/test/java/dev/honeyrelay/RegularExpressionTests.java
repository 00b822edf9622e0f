package dev.honeyrelay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No regular expression calls itself for each character that it reads: Java's does so for
 * a group that is repeated, and a long enough text ends the thread.
 */
class RegularExpressionTests {

	private static final Path SOURCES = Path.of("src", "main", "java");

	// A call that takes an expression, and what the literals after it say.
	private static final Pattern USE = Pattern
		.compile("(?:compile|matches|split|replaceAll|replaceFirst)\\(\\s*\"([^\\n]*)");

	private static final Pattern REPEATED_GROUP = Pattern.compile("(?<!\\\\)\\)[*+{]");

	@Test
	void noExpressionRepeatsAGroup() throws IOException {
		try (Stream<Path> files = Files.walk(SOURCES)) {
			List<String> repeating = files.filter((file) -> file.toString().endsWith(".java"))
				.flatMap(RegularExpressionTests::expressions)
				.filter((use) -> REPEATED_GROUP.matcher(use).find())
				.toList();

			assertThat(repeating).isEmpty();
		}
	}

	private static Stream<String> expressions(Path file) {
		try {
			return USE.matcher(Files.readString(file))
				.results()
				.map((MatchResult use) -> file.getFileName() + ": " + use.group(1));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
