package dev.honeyrelay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A repeated group makes the JDK's regular expressions recurse once for each repetition,
 * so that a long text overflows the stack.
 */
class RegularExpressionsTests {

	private static final Pattern REPEATED_GROUP = Pattern.compile("\"[^\"\\n]*\\)(?:[*+]|\\{)[^\"\\n]*\"");

	@Test
	void noneRepeatsAGroup() throws IOException {
		try (Stream<Path> sources = Files.walk(Path.of("src", "main", "java"))) {
			List<String> suspects = sources.filter((path) -> path.toString().endsWith(".java"))
				.flatMap(RegularExpressionsTests::repeatedGroups)
				.toList();

			assertThat(suspects).isEmpty();
		}
	}

	@Test
	void theOneThatOverflowedIsFound() {
		assertThat(REPEATED_GROUP.matcher(".compile(\"(?:=(?:a|b)*)\");").find()).isTrue();
	}

	private static Stream<String> repeatedGroups(Path source) {
		try {
			return REPEATED_GROUP.matcher(Files.readString(source))
				.results()
				.map((found) -> source + ": " + found.group());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
