package dev.honeyrelay.documents;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A setting as the configuration metadata describes it, ours and Spring's.
 *
 * @param name its name
 * @param type the Java type of its value
 * @param fallback its default in the code, or an empty string
 * @param description what it means, or an empty string
 */
record Setting(String name, String type, String fallback, String description) {

	private static final String METADATA = "META-INF/spring-configuration-metadata.json";

	/** What stands for the key of a table of records. */
	private static final String KEY = "NAME";

	// A table or list whose values are records of ours.
	private static final Pattern RECORDS = Pattern.compile("java\\.util\\.(Map|List)<.*?(dev\\.honeyrelay[\\w.]+)>");

	private static final Map<String, String> KINDS = Map.of("java.time.Duration", "time",
			"org.springframework.util.unit.DataSize", "size", "java.lang.Boolean", "`true` or `false`",
			"java.lang.Integer", "number", "java.lang.Double", "number", "java.lang.Float", "number", "java.net.URI",
			"URL", "dev.honeyrelay.upstream.BaseUrl", "URL", "dev.honeyrelay.outbound.ProxyUrl", "URL");

	/** Returns all settings that anything on the class path describes, by name. */
	static Map<String, Setting> all() {
		Map<String, Setting> all = new TreeMap<>();
		try {
			for (URL file : Collections.list(Setting.class.getClassLoader().getResources(METADATA))) {
				try (InputStream json = file.openStream()) {
					new JsonMapper().readTree(json)
						.path("properties")
						.valueStream()
						.map(Setting::of)
						.flatMap((setting) -> Stream.concat(Stream.of(setting), setting.members()))
						.forEach((setting) -> all.put(setting.name(), setting));
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return all;
	}

	private static Setting of(JsonNode node) {
		return new Setting(node.get("name").asString(), node.path("type").asString(""),
				node.path("defaultValue").isValueNode()
						? node.get("defaultValue").asString().replaceAll("^\\[(.*)]$", "$1") : "",
				node.path("description").asString(""));
	}

	/**
	 * Returns the settings that each value has if they are records, which the processor
	 * describes in a file of their own.
	 */
	private Stream<Setting> members() {
		Matcher records = RECORDS.matcher(this.type);
		if (!records.matches()) {
			return Stream.empty();
		}
		String prefix = this.name + (records.group(1).equals("Map") ? '.' + KEY + '.' : "[0].");
		String file = "META-INF/spring/configuration-metadata/" + records.group(2) + ".json";
		try (InputStream json = Setting.class.getClassLoader().getResourceAsStream(file)) {
			return new JsonMapper().readTree(Objects.requireNonNull(json, file))
				.path("properties")
				.valueStream()
				.map(Setting::of)
				.map((member) -> new Setting(prefix + member.name(), member.type(), member.fallback(),
						member.description()))
				.toList()
				.stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns whether it is one of a record in a table or list, and has no place of its
	 * own.
	 */
	boolean isMember() {
		return this.name.contains('.' + KEY + '.') || this.name.contains("[0].");
	}

	/** Returns the name with a key that could be there. */
	String example() {
		return this.name.replace('.' + KEY + '.', ".some.");
	}

	/** Returns what kind of value it takes, in words. */
	String kind() {
		if (this.type.startsWith("java.util.Map")) {
			return "table";
		}
		if (this.type.startsWith("java.util.List")) {
			return "list";
		}
		boolean ours = this.type.startsWith("dev.honeyrelay.") && !KINDS.containsKey(this.type);
		return ours ? choices() : KINDS.getOrDefault(this.type, "text");
	}

	/** Returns the environment variable that sets it, or a dash if none can. */
	String variable() {
		return this.type.startsWith("java.util.Map") ? "–" : '`' + variable(this.name) + '`';
	}

	/** Returns the environment variable that sets {@code name}. */
	static String variable(String name) {
		return name.replace("-", "").replaceAll("[.\\[]", "_").replace("]", "").toUpperCase(Locale.ROOT);
	}

	private String choices() {
		try {
			List<Object> constants = Arrays.asList(Class.forName(this.type).getEnumConstants());
			return constants.stream()
				.map((constant) -> '`' + ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-') + '`')
				.collect(Collectors.joining(", "));
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
