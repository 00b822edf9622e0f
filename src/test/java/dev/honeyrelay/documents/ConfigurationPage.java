package dev.honeyrelay.documents;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.honeyrelay.documents.SettingsFile.Entry;

/**
 * What {@code docs/configuration.md} has to be: the settings of the code with the
 * defaults of {@code application.yml}.
 */
final class ConfigurationPage {

	private static final String INTRODUCTION = """
			# Settings

			Made from the code and from `application.yml` by the build, which fails if the two disagree or this page differs. To
			write it anew: `mvn -q -Dtest=ConfigurationPageTests -Dconfiguration.write=true test`.

			A setting is changed by its environment variable, by an argument (`--relay.cache.max-size=256MB`), or by a copy of
			`application.yml` beside the jar. A wrong value stops the start with one sentence that names the setting. A *time* is a
			number with `ms`, `s`, `m`, `h` or `d`, a *size* one with `KB`, `MB` or `GB`, a *list* has commas between its items, and a
			*table* is written in the file; `NAME` stands for a key of your own. Where no default stands, there is none.

			To get going, `HH_API_KEY` and `RELAY_TOKEN` are all it takes; what else there is to know: [operations.md](operations.md).
			""";

	private static final String OTHERS = """

			## Spring Boot's own

			The ports and `spring.data.redis` are an operator's to change; the others are as the relay needs them. It also switches parts
			of Spring Boot off (`spring.autoconfigure.exclude`) and quietens loggers (`logging.level`); `application.yml` says why.

			| setting | variable | value | |
			| --- | --- | --- | --- |
			""";

	// Ours, which stand above, and what concerns nobody but the relay itself.
	private static final Pattern INTERNAL = Pattern.compile("^(relay|logging\\.level|spring\\.autoconfigure)\\.");

	private ConfigurationPage() {
	}

	/** Returns the page. */
	static String render() {
		Map<String, Entry> file = SettingsFile.read();
		Map<String, Setting> described = Setting.all();
		Map<String, List<Setting>> groups = described.values()
			.stream()
			.filter((setting) -> setting.name().startsWith("relay."))
			.collect(Collectors.groupingBy(ConfigurationPage::group, TreeMap::new, Collectors.toList()));
		StringBuilder page = new StringBuilder(INTRODUCTION);
		groups.forEach((group, settings) -> {
			page.append("\n## ").append(group).append("\n\n| setting | variable | kind | default | |\n");
			page.append("| --- | --- | --- | --- | --- |\n");
			settings.forEach((setting) -> page.append(row(setting, file.get(setting.name()))));
		});
		page.append(OTHERS);
		file.forEach((name, entry) -> {
			if (!INTERNAL.matcher(name).find()) {
				page.append(row(name, entry, described.get(name)));
			}
		});
		return page.toString();
	}

	private static String group(Setting setting) {
		return setting.name().substring(0, setting.name().lastIndexOf('.'));
	}

	private static String row(Setting setting, Entry entry) {
		String variable = (entry != null && !entry.variable().isEmpty()) ? '`' + entry.variable() + '`'
				: setting.variable();
		String fallback = (entry != null) ? entry.fallback() : setting.fallback();
		return line(code(setting.name()), variable, setting.kind(), code(fallback), setting.description());
	}

	private static String row(String name, Entry entry, Setting setting) {
		String meaning = (entry.comment().isEmpty() && setting != null) ? setting.description() : entry.comment();
		return line(code(name), code(Setting.variable(name)), code(entry.value()), meaning);
	}

	private static String code(String text) {
		return text.isEmpty() ? "" : '`' + text + '`';
	}

	private static String line(String... cells) {
		return Stream.of(cells)
			.map((cell) -> cell.isEmpty() ? " |" : ' ' + cell + " |")
			.collect(Collectors.joining("", "|", "\n"));
	}

}
