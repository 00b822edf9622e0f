package dev.honeyrelay.settings;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * However the key of a list is written, it is kept whole or refused.
 */
class MapSettingsTests {

	private static final String MAP = "relay.gateway.projects";

	@ParameterizedTest
	@ValueSource(strings = { "alice@example.com", "accounts.google.com:alice", "auth0|5f7c", "o'brien@example.com",
			"Domain Users", "Analysts", "repo:acme/lab:ref:refs/heads/main", "data_team", "CN=alice,OU=lab", "1000",
			"a.b.c", "-x-", "x." })
	void aKeyInYamlIsKeptWhole(String key) throws Exception {
		String quoted = '"' + key + '"';

		assertThat(ofYaml(quoted + ": [main, other]")).isEqualTo(Map.of(key, List.of("main", "other")));
		assertThat(ofYaml(quoted + ": main, other")).isEqualTo(Map.of(key, List.of("main", "other")));
		assertThat(ofYaml("\"[" + key + "]\": [main]")).isEqualTo(Map.of(key, List.of("main")));
		assertThat(ofProperties(Map.of(MAP + '.' + key, "main"))).isEqualTo(Map.of(key, List.of("main")));
		assertThat(ofProperties(Map.of(MAP + '.' + key + "[0]", "main", MAP + '.' + key + "[1]", " b ")))
			.isEqualTo(Map.of(key, List.of("main", "b")));
		assertThat(ofProperties(Map.of(MAP + '[' + key + "][0]", "main"))).isEqualTo(Map.of(key, List.of("main")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "*", "\u00c4\u00d6", "\u540d" })
	void aKeyThatNoPropertyCanHaveIsKeptWholeOrRefused(String key) throws Exception {
		assertThat(ofYaml("\"[" + key + "]\": [main]")).isEqualTo(Map.of(key, List.of("main")));
		assertThat(ofYaml('"' + key + "\": [main]")).isEqualTo(Map.of(key, List.of("main")));
		assertThatThrownBy(() -> ofYaml('"' + key + "\": main"))
			.hasStackTraceContaining("such as \"[alice@example.com]\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a: [main]", "a: [ 'main' ]", "a:\n    - main", "a:\n      - # [0]:\n        main",
			"b: &p main\n    a: [*p]", "? a\n    : [main]", "a: main" })
	void aListIsAList(String yaml) throws Exception {
		assertThat(ofYaml(yaml)).asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
			.containsEntry("a", List.of("main"));
	}

	@Test
	void severalKeysAreKeptApart() throws Exception {
		assertThat(ofYaml("alice@example.com: [a]\n    aliceexample.com: [b]\n    \"[Team [1]]\": [c]\n    plain: [d]"))
			.isEqualTo(Map.of("alice@example.com", List.of("a"), "aliceexample.com", List.of("b"), "Team [1]",
					List.of("c"), "plain", List.of("d")));
	}

	@Test
	void aSourceThatComesFirstDecidesAboutAKey() {
		assertThat(of((environment) -> {
			environment.getPropertySources()
				.addFirst(new MapPropertySource("second",
						Map.of(MAP + ".A@b[0]", "x", MAP + ".A@b[1]", "y", MAP + ".c[0]", "z")));
			environment.getPropertySources().addFirst(new MapPropertySource("first", Map.of(MAP + "[A@b]", "only")));
		})).isEqualTo(Map.of("A@b", List.of("only"), "c", List.of("z")));
	}

	@Test
	void aVariableNamesWhatHasSmallLettersAndDigitsOnly() {
		assertThat(ofVariables(Map.of("RELAY_GATEWAY_PROJECTS_ANALYSTS", "main,other")))
			.isEqualTo(Map.of("analysts", List.of("main", "other")));
		assertThat(ofVariables(Map.of("RELAY_GATEWAY_PROJECTS_ANALYSTS_0", "main")))
			.isEqualTo(Map.of("analysts", List.of("main")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "DATA_TEAM", "DATA_TEAM_0", "Analysts", "ALICE@EXAMPLE.COM", "a.b" })
	void aVariableThatCannotBeToldForCertainIsRefused(String key) {
		assertThatThrownBy(() -> ofVariables(Map.of("RELAY_GATEWAY_PROJECTS_" + key, "main")))
			.hasStackTraceContaining("relay.gateway.projects has a key that cannot be told for certain");
	}

	@ParameterizedTest
	@MethodSource("lost")
	void whatYamlHasMadeSomethingElseOfIsRefused(String yaml) {
		assertThatThrownBy(() -> ofYaml(yaml))
			.hasStackTraceContaining("relay.gateway.projects has a key that cannot be told for certain");
	}

	static Stream<String> lost() {
		return Stream.of("no: [main]", "on: [main]", "'x]': [main]", "'[x': [main]", "'a[0]': [main]",
				"'Team [1]': [main]", "'Team [1]': main", "'a[3]': main", "a[0]: main", "'a[0]': main",
				"\"[Team][0]\" : main", "b: [x]\n    a[0]: main\n    a[1]: other", "a[0]: # why\n      main",
				"a[0]: &it main", "? a[0]\n    : main", "'a[0][0]': main", "'a[x]b': [main]");
	}

	private static Object ofYaml(String members) throws Exception {
		String document = "relay:\n  gateway:\n   projects:\n    " + members + '\n';
		var loaded = new YamlPropertySourceLoader().load("yaml",
				new ByteArrayResource(document.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
		return of((environment) -> loaded.forEach(environment.getPropertySources()::addFirst));
	}

	private static Object ofProperties(Map<String, Object> properties) {
		return of((environment) -> environment.getPropertySources().addFirst(new MapPropertySource("p", properties)));
	}

	private static Object ofVariables(Map<String, Object> variables) {
		return of((environment) -> environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new HashMap<>(variables))));
	}

	private static Object of(java.util.function.Consumer<StandardEnvironment> settings) {
		StandardEnvironment environment = new StandardEnvironment();
		settings.accept(environment);
		ConfigurationPropertySources.attach(environment);
		AtomicReference<Object> bound = new AtomicReference<>();
		ResolvableType type = ResolvableType.forClassWithGenerics(Map.class, ResolvableType.forClass(String.class),
				ResolvableType.forClassWithGenerics(List.class, String.class));
		Binder.get(environment)
			.bind(MAP, Bindable.of(type), new MapSettings(environment).apply(BindHandler.DEFAULT))
			.ifBound(bound::set);
		return bound.get();
	}

}
