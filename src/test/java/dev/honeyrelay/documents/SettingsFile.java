package dev.honeyrelay.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code application.yml} as people read it: every setting with its value as it stands
 * there and with the comment above it.
 */
final class SettingsFile {

	static final Path FILE = Path.of("application.yml");

	private final Map<String, Entry> entries = new LinkedHashMap<>();

	private final List<String> section = new ArrayList<>();

	private final List<String> comment = new ArrayList<>();

	private SettingsFile() {
	}

	/** Returns the settings in the file by name, in its order. */
	static Map<String, Entry> read() {
		SettingsFile file = new SettingsFile();
		try {
			Files.readAllLines(FILE).forEach(file::add);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return file.entries;
	}

	private void add(String line) {
		String text = line.strip();
		if (text.isEmpty()) {
			this.comment.clear();
		}
		else if (text.startsWith("#")) {
			this.comment.add(text.substring(1).strip());
		}
		else if (text.startsWith("- ")) {
			this.entries.merge(String.join(".", this.section), new Entry(text.substring(2), said()),
					(before, item) -> new Entry(before.value() + ", " + item.value(), before.comment()));
		}
		else {
			setting((line.length() - line.stripLeading().length()) / 2, text);
		}
	}

	private void setting(int depth, String text) {
		String[] parts = text.split(":( |$)", 2);
		this.section.subList(depth, this.section.size()).clear();
		this.section.add(parts[0]);
		if (!parts[1].isEmpty()) {
			String value = parts[1].replaceAll("^\"(.*)\"$", "$1");
			this.entries.put(String.join(".", this.section), new Entry(value, said()));
		}
		this.comment.clear();
	}

	private String said() {
		return String.join(" ", this.comment);
	}

	/**
	 * A setting in the file.
	 *
	 * @param value its value, as it is written
	 * @param comment what is said about it, or nothing
	 */
	record Entry(String value, String comment) {

		/** Returns the variable that the value is taken from, or an empty string. */
		String variable() {
			return this.value.startsWith("${") ? this.value.substring(2, this.value.indexOf(':')) : "";
		}

		/** Returns the value where no variable is set. */
		String fallback() {
			String text = variable().isEmpty() ? this.value
					: this.value.substring(this.value.indexOf(':') + 1, this.value.length() - 1);
			return text.equals("[]") ? "" : text;
		}

	}

}
