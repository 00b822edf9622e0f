package dev.honeyrelay.results;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The tables of {@code docs/caching.md}, which the build holds to be true.
 */
public final class CachingDocument {

	private static final Path DOCUMENT = Path.of("docs", "caching.md");

	private CachingDocument() {
	}

	/**
	 * Returns the rows of the table whose first two columns have these names, cell by
	 * cell and without marks of code.
	 */
	public static List<List<String>> rows(String first, String second) {
		List<List<String>> rows = lines().dropWhile((line) -> !startsWith(line, first, second))
			.skip(2)
			.takeWhile((line) -> line.startsWith("|"))
			.map(CachingDocument::cells)
			.toList();
		if (rows.isEmpty()) {
			throw new IllegalStateException(DOCUMENT + " has no table of " + first + " and " + second);
		}
		return rows;
	}

	private static Stream<String> lines() {
		try {
			return Files.readAllLines(DOCUMENT).stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean startsWith(String line, String first, String second) {
		return line.startsWith("| " + first + " | " + second + " |");
	}

	private static List<String> cells(String row) {
		return Arrays.stream(row.strip().replaceAll("^\\||\\|$", "").split("\\|", -1))
			.map((cell) -> cell.strip().replace("`", ""))
			.toList();
	}

}
