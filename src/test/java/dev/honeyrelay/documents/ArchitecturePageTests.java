package dev.honeyrelay.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code docs/architecture.md} names is there.
 */
class ArchitecturePageTests {

	private static final Path PAGE = Path.of("docs", "architecture.md");

	private static final Path CODE = Path.of("src/main/java/dev/honeyrelay");

	private static final Pattern NAME = Pattern.compile("`([^`\\n]+)`");

	private static final Pattern PARTICIPANT = Pattern.compile("(?m)^ +participant (\\w+)$");

	private static final Pattern ROW = Pattern.compile("(?m)^\\| ((?:`[a-z]+`(?:, )?)+) \\|");

	private static final Set<String> HEADER_FIELDS = Set.of("Accept", "Authorization", "Vary");

	@Test
	void everyFileIsThere() throws IOException {
		Set<String> named = found(NAME)
			.filter((name) -> name.matches("([A-Za-z]+|\\w[\\w./-]*/[\\w.-]+)\\.(java|md|yaml|yml|json)"))
			.collect(Collectors.toCollection(TreeSet::new));

		assertThat(named).hasSizeGreaterThan(30).allSatisfy((name) -> assertThat(Path.of(name)).isRegularFile());
	}

	@Test
	void everyTypeIsThere() throws IOException {
		Set<String> named = Stream.concat(found(NAME), found(PARTICIPANT).filter((name) -> !name.equals("Caller")))
			.filter((name) -> name.matches("[A-Z][a-z]\\w*") && !HEADER_FIELDS.contains(name))
			.collect(Collectors.toCollection(TreeSet::new));

		assertThat(named).hasSizeGreaterThan(40).isSubsetOf(types());
	}

	@Test
	void everyPackageHasARowAndEveryRowAPackage() throws IOException {
		String page = Files.readString(PAGE);
		String table = page.substring(page.indexOf("\n| package |"), page.indexOf("\n## Threads"));
		Set<String> rows = ROW.matcher(table)
			.results()
			.flatMap((row) -> Pattern.compile("[a-z]+").matcher(row.group(1)).results())
			.map(MatchResult::group)
			.collect(Collectors.toCollection(TreeSet::new));

		try (Stream<Path> folders = Files.list(CODE)) {
			assertThat(rows).containsExactlyInAnyOrderElementsOf(folders.filter(Files::isDirectory)
				.map((folder) -> folder.getFileName().toString())
				.collect(Collectors.toCollection(TreeSet::new)));
		}
	}

	private static Stream<String> found(Pattern pattern) throws IOException {
		return pattern.matcher(Files.readString(PAGE)).results().map((found) -> found.group(1));
	}

	private static Set<String> types() throws IOException {
		try (Stream<Path> files = Files.walk(Path.of("src"))) {
			return files.map((file) -> file.getFileName().toString())
				.filter((name) -> name.endsWith(".java"))
				.map((name) -> name.substring(0, name.length() - ".java".length()))
				.collect(Collectors.toCollection(TreeSet::new));
		}
	}

}
