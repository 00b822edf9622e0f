package dev.honeyrelay.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.yaml.snakeyaml.Yaml;

/**
 * One alert of the rules file.
 *
 * @param name its name
 * @param expression when it fires
 * @param labels its labels
 * @param annotations what it says
 */
record AlertRule(String name, String expression, Map<String, String> labels, Map<String, String> annotations) {

	static final Path FILE = Path.of("helm", "files", "alerts.yaml");

	private static final Pattern SELECTOR = Pattern.compile("\\b(?:relay|jvm|process)_\\w+(?:\\{[^}]*})?");

	/** Returns all alerts of the file. */
	static List<AlertRule> all() {
		try {
			Map<String, List<Map<String, List<Map<String, Object>>>>> file = new Yaml().load(Files.readString(FILE));
			return file.get("groups")
				.stream()
				.flatMap((group) -> group.get("rules").stream())
				.map(AlertRule::of)
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Returns what the expression looks at: names of meters with their labels. */
	List<String> selectors() {
		return SELECTOR.matcher(this.expression).results().map(MatchResult::group).toList();
	}

	@SuppressWarnings("unchecked")
	private static AlertRule of(Map<String, Object> rule) {
		return new AlertRule((String) rule.get("alert"), (String) rule.get("expr"),
				(Map<String, String>) rule.get("labels"), (Map<String, String>) rule.get("annotations"));
	}

	@Override
	public String toString() {
		return this.name;
	}

}
