package dev.honeyrelay.settings;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.honeyrelay.credentials.ApiKey;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/**
 * Keeps the keys of lists by name whole. Spring Boot drops every character of such a key
 * that no name of a property can have, unless the key is written in brackets:
 * {@code alice@example.com} would become {@code aliceexample.com}, who may be somebody
 * else. Here the names are read as they stand in their sources.
 */
@Component
final class MapSettings implements ConfigurationPropertiesBindHandlerAdvisor {

	private static final ConfigurationPropertyName OURS = ConfigurationPropertyName.of("relay");

	// What follows the name of the map: a key, with or without brackets, and the place in
	// a list.
	private static final List<Pattern> REST = List.of(Pattern.compile("\\[(.+)]\\[(\\d{1,4})]"),
			Pattern.compile("\\[(.+)](?:\\[(\\d{1,4})])?"), Pattern.compile("\\.([^\\[\\]]+)(?:\\[(\\d{1,4})])?"));

	private static final Pattern VARIABLE = Pattern.compile("([A-Z0-9]+?)(?:_(\\d{1,4}))?");

	private final ConfigurableEnvironment environment;

	MapSettings(ConfigurableEnvironment environment) {
		this.environment = environment;
	}

	@Override
	public BindHandler apply(BindHandler handler) {
		return new AbstractBindHandler(handler) {
			@Override
			public @Nullable Object onSuccess(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
					Object result) {
				Object bound = super.onSuccess(name, target, context, result);
				return isMapOfLists(name, target) ? read(name, context) : bound;
			}

			// The binder's own words would not say how to write such a key.
			@Override
			public @Nullable Object onFailure(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
					Exception error) throws Exception {
				if (isMapOfLists(name, target) && NestedExceptionUtils
					.getMostSpecificCause(error) instanceof UnboundConfigurationPropertiesException) {
					throw refusal(name);
				}
				return super.onFailure(name, target, context, error);
			}

			// Where there are keys and Spring Boot saw none, they would be lost.
			@Override
			public void onFinish(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
					@Nullable Object result) throws Exception {
				if (result == null && isMapOfLists(name, target) && !read(name, context).isEmpty()) {
					throw refusal(name);
				}
				super.onFinish(name, target, context, result);
			}
		};
	}

	private static boolean isMapOfLists(ConfigurationPropertyName name, Bindable<?> target) {
		return OURS.isAncestorOf(name) && target.getType().resolve() == Map.class
				&& target.getType().resolveGeneric(1) == List.class;
	}

	// As ever, a source that comes first decides about a key.
	private Map<String, List<String>> read(ConfigurationPropertyName map, BindContext context) {
		Map<String, List<String>> lists = new LinkedHashMap<>();
		for (ConfigurationPropertySource source : context.getSources()) {
			if (source.getUnderlyingSource() instanceof EnumerablePropertySource<?> names) {
				Map<String, SortedMap<Integer, String>> found = new LinkedHashMap<>();
				for (String name : names.getPropertyNames()) {
					String rest = restOf(name, map, names);
					if (rest != null && isMember(name, names)) {
						throw refusal(map);
					}
					if (rest != null) {
						add(found, map, rest, String.valueOf(names.getProperty(name)));
					}
				}
				found.forEach((key, values) -> {
					// A number in brackets that ends a key looks like a place in a list.
					if (!isList(values) || key.isBlank() || !key.equals(key.strip())) {
						throw refusal(map);
					}
					lists.putIfAbsent(key, valuesOf(values));
				});
			}
		}
		return lists;
	}

	private static @Nullable String restOf(String name, ConfigurationPropertyName map,
			EnumerablePropertySource<?> source) {
		if (source instanceof SystemEnvironmentPropertySource) {
			String variable = map.toString().replace("-", "").replace('.', '_').toUpperCase(java.util.Locale.ROOT)
					+ '_';
			if (name.startsWith(variable)) {
				return bracketed(name.substring(variable.length()), map);
			}
		}
		for (int end = 0; end < name.length(); end++) {
			if ((name.charAt(end) == '.' || name.charAt(end) == '[') && isName(name.substring(0, end), map)) {
				return name.substring(end);
			}
		}
		return null;
	}

	private static boolean isName(String text, ConfigurationPropertyName map) {
		return text.regionMatches(true, 0, "relay", 0, 5) && ConfigurationPropertyName.adapt(text, '.').equals(map);
	}

	// Whether YAML has the brackets at the end of the name in a key: to Spring Boot, a
	// list
	// with such a place and a key with such an end are one and the same.
	private static boolean isMember(String name, EnumerablePropertySource<?> source) {
		Resource file = (name.endsWith("]")
				&& OriginLookup.getOrigin(source, name) instanceof TextResourceOrigin origin) ? origin.getResource()
						: null;
		if (file == null || String.valueOf(file.getFilename()).endsWith(".properties")) {
			return false;
		}
		try (Reader text = new InputStreamReader(file.getInputStream(), StandardCharsets.UTF_8)) {
			for (Node document : new Yaml(new LoaderOptions()).composeAll(text)) {
				if (isMember(name, "", document)) {
					return true;
				}
			}
			return false;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean isMember(String name, String above, Node node) {
		if (!(node instanceof MappingNode members)) {
			return name.equals(above);
		}
		for (NodeTuple member : members.getValue()) {
			String key = (member.getKeyNode() instanceof ScalarNode text) ? text.getValue() : "";
			String path = (above.isEmpty() || key.startsWith("[")) ? above + key : above + '.' + key;
			if (name.startsWith(path) && isMember(name, path, member.getValueNode())) {
				return true;
			}
		}
		return false;
	}

	// A variable has no small letters, and a key of several words could be written in
	// several ways.
	private static String bracketed(String rest, ConfigurationPropertyName map) {
		Matcher variable = VARIABLE.matcher(rest);
		if (!variable.matches()) {
			throw refusal(map);
		}
		String key = '[' + variable.group(1).toLowerCase(java.util.Locale.ROOT) + ']';
		return (variable.group(2) != null) ? key + '[' + variable.group(2) + ']' : key;
	}

	private static void add(Map<String, SortedMap<Integer, String>> found, ConfigurationPropertyName map, String rest,
			String value) {
		for (Pattern pattern : REST) {
			Matcher parts = pattern.matcher(rest);
			if (parts.matches()) {
				// Which of YAML's words for it was written, nobody knows any more.
				if (rest.startsWith("[true]") || rest.startsWith("[false]") || !isBalanced(parts.group(1))) {
					throw refusal(map);
				}
				int place = (parts.group(2) != null) ? Integer.parseInt(parts.group(2)) : -1;
				found.computeIfAbsent(parts.group(1), (key) -> new TreeMap<>()).put(place, value);
				return;
			}
		}
		throw refusal(map);
	}

	private static boolean isList(SortedMap<Integer, String> values) {
		int first = values.firstKey();
		return first <= 0 && values.lastKey() - first == values.size() - 1;
	}

	private static boolean isBalanced(String key) {
		return key.chars().filter((character) -> character == '[').count() == key.chars()
			.filter((character) -> character == ']')
			.count();
	}

	private List<String> valuesOf(Map<Integer, String> written) {
		List<String> values = new ArrayList<>();
		for (String value : written.values()) {
			String resolved = this.environment.resolveRequiredPlaceholders(value);
			for (String one : StringUtils.commaDelimitedListToStringArray(resolved)) {
				if (!one.isBlank()) {
					values.add(ApiKey.stripped(one));
				}
			}
		}
		return List.copyOf(values);
	}

	private static IllegalArgumentException refusal(ConfigurationPropertyName map) {
		return new IllegalArgumentException(map + " has a key that cannot be told for certain: write it in YAML or in"
				+ " SPRING_APPLICATION_JSON, in quotes and brackets, with a list beside it, such as"
				+ " \"[alice@example.com]\": [main]. A key may have brackets of its own in pairs, such as \"[a[0]]\".");
	}

}
