package dev.honeyrelay.chart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.marcnuri.helm.Helm;

/**
 * The chart of this repository, as {@code helm template relay helm} shows it.
 */
final class Chart {

	/** Where the chart is. */
	static final Path ROOT = Path.of("helm");

	/** What every object of the release is called, but for a suffix. */
	static final String NAME = "relay-honeyhive-relay";

	private Chart() {
	}

	/** Returns what {@code helm} can do with the chart. */
	static Helm helm() {
		return new Helm(ROOT);
	}

	/** Returns the files with values for one option each. */
	static List<Path> options() {
		try (Stream<Path> files = Files.list(ROOT.resolve("ci"))) {
			return files.filter((file) -> file.toString().endsWith("-values.yaml")).sorted().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Returns the file with the values for {@code option}. */
	static Path option(String option) {
		return ROOT.resolve("ci").resolve(option + "-values.yaml");
	}

	/**
	 * Renders it with the values of a file.
	 * @throws IllegalStateException if Helm refuses, with what it says
	 */
	static String render(Path values) {
		return helm().template()
			.withName("relay")
			.withNamespace("quality")
			.withKubeVersion("1.27.0")
			.withValuesFile(values)
			.call();
	}

	/**
	 * Renders a copy of it in {@code folder} with the values for {@code option}, and in
	 * it what Helm makes at a certain moment only, as {@code helm test} does, and the
	 * notes as a ConfigMap.
	 */
	static String renderWithHooks(String option, Path folder) throws IOException {
		try (Stream<Path> files = Files.walk(ROOT)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				Path copy = folder.resolve(file);
				Files.createDirectories(copy.getParent());
				Files.writeString(copy, Files.readString(file).replace("    helm.sh/hook: test\n", ""));
			}
		}
		Path templates = folder.resolve(ROOT).resolve("templates");
		Files.writeString(templates.resolve("notes.yaml"),
				"apiVersion: v1\nkind: ConfigMap\nmetadata: { name: notes }\ndata:\n  notes: |\n"
						+ Files.readString(templates.resolve("NOTES.txt")).indent(4));
		return new Helm(folder.resolve(ROOT)).template()
			.withName("relay")
			.withNamespace("quality")
			.withKubeVersion("1.27.0")
			.withValuesFile(option(option))
			.call();
	}

	/** Renders it with these values, as a file would have them. */
	static String render(String values) {
		try {
			Path file = Files.createTempFile("values", ".yaml");
			try {
				return render(Files.writeString(file, values));
			}
			finally {
				Files.delete(file);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
