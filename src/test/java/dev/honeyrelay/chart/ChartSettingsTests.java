package dev.honeyrelay.chart;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.honeyrelay.harness.CertificateAuthority;
import dev.honeyrelay.harness.EndedRelay;
import dev.honeyrelay.harness.InOtherProcesses;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the chart sets are settings of the relay, and the relay takes them.
 */
@InOtherProcesses
class ChartSettingsTests {

	private static final String MOUNTED = "/etc/honeyhive-relay/config/";

	private static final String AUTHORITY = "/etc/honeyhive-relay/ca/ca.crt";

	private static final List<String> SETTINGS = new ArrayList<>();

	@TempDir
	private Path directory;

	static List<Path> options() {
		return Chart.options();
	}

	@BeforeAll
	static void readMetadata() throws IOException {
		SETTINGS.addAll(List.of("HHAPIKEY", "HHAPIKEYFILE", "HHAPIURL"));
		assertThat(Files.readString(Path.of("application.yml"))).contains("${HH_API_KEY:", "${HH_API_KEY_FILE:",
				"${HH_API_URL:");
		for (URL metadata : Collections.list(ChartSettingsTests.class.getClassLoader()
			.getResources("META-INF/spring-configuration-metadata.json"))) {
			try (InputStream document = metadata.openStream()) {
				for (JsonNode property : JsonMapper.shared().readTree(document).get("properties")) {
					SETTINGS.add(lettersOf(property.get("name").stringValue()));
				}
			}
		}
	}

	@ParameterizedTest
	@MethodSource("options")
	void everyVariableIsASetting(Path file) {
		assertThat(variablesOf(Manifests.of(file))).isNotEmpty()
			.extracting((variable) -> lettersOf(variable.getName()))
			.doesNotHaveDuplicates()
			// Kubernetes puts the one into another variable's value.
			.filteredOn((variable) -> !variable.equals("UPSTREAMPROXYPASSWORD"))
			.allMatch(ChartSettingsTests::isSetting);
	}

	@ParameterizedTest
	@MethodSource("options")
	void everyKeyOfTheConfigurationIsASetting(Path file) {
		assertThat(Manifests.of(file).all(ConfigMap.class)).allSatisfy((map) -> map.getData()
			.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().equals("application.yml"))
			.forEach((entry) -> assertThat(keysOf("", new Yaml().load(entry.getValue())))
				.allMatch(ChartSettingsTests::isSetting)));
	}

	// Of maps the metadata has no keys.
	private static boolean isSetting(String letters) {
		return SETTINGS.contains(letters) || letters.startsWith("LOGGINGLEVEL")
				|| letters.startsWith("SPRINGSSLBUNDLEPEM");
	}

	@Test
	@Timeout(120)
	void theRelayTakesAllOfIt() throws Exception {
		Manifests manifests = Manifests.read(Chart
			.render("""
					credentials: { existingSecret: s }
					redis: { enabled: true, host: redis.example.com, existingSecret: r, username: u, tls: true }
					upstream:
					  proxy: { url: "http://proxy.corp.example:3128", username: u, existingSecret: p, noProxy: [ a.example, 10.0.0.0/8 ] }
					  caBundle: { configMap: roots }
					config: { relay: { cache: { max-size: 64MB, max-entry: 1MB } } }
					"""));
		Files.writeString(this.directory.resolve("application.yml"),
				manifests.one(ConfigMap.class).getData().get("application.yml"));
		Map<String, String> environment = new HashMap<>();
		variablesOf(manifests)
			.forEach((variable) -> environment.put(variable.getName(), valueOf(variable, environment)));
		CertificateAuthority.in(this.directory);

		assertThat(environment).containsEntry("SPRING_CONFIG_ADDITIONALLOCATION", "file:" + this.directory + "/");
		assertThat(EndedRelay.run(environment, "--check")).isEqualTo(new EndedRelay(0, """
				Settings and credentials are sound; projects: [default]
				HoneyHive: https://api.dp1.us.honeyhive.ai:443 through the proxy http://proxy.corp.example:3128, \
				trusting bundle upstream
				"""));
		Files.writeString(this.directory.resolve("application.yml"), "relay: { cache: { max-szie: 1MB } }");
		assertThat(EndedRelay.run(environment, "--check").printed()).contains("relay.cache.max-szie is not a setting");
	}

	@Test
	void aChangeOfTheConfigurationRollsThePodsAndNothingElseDoes() {
		String one = annotationsOf("config: { relay: { cache: { max-fresh: 60s } } }");
		String other = annotationsOf("config: { relay: { cache: { max-fresh: 61s } } }");
		String unrelated = annotationsOf("config: { relay: { cache: { max-fresh: 60s } } }\nservice: { port: 81 }");

		assertThat(one).contains("checksum/config").isNotEqualTo(other).isEqualTo(unrelated);
	}

	private static String annotationsOf(String values) {
		PodTemplateSpec pod = Manifests.read(Chart.render("credentials: { existingSecret: s }\n" + values))
			.one(Deployment.class)
			.getSpec()
			.getTemplate();
		return pod.getMetadata().getAnnotations().toString();
	}

	private static List<EnvVar> variablesOf(Manifests manifests) {
		return manifests.one(Deployment.class).getSpec().getTemplate().getSpec().getContainers().getFirst().getEnv();
	}

	private String valueOf(EnvVar variable, Map<String, String> before) {
		if (variable.getValueFrom() != null) {
			return "a-secret-of-twenty-characters";
		}
		String value = variable.getValue();
		for (Map.Entry<String, String> earlier : before.entrySet()) {
			value = value.replace("$(" + earlier.getKey() + ')', earlier.getValue());
		}
		return value.replace(MOUNTED, this.directory + "/").replace(AUTHORITY, this.directory + "/ca.pem");
	}

	private static List<String> keysOf(String prefix, Map<?, ?> map) {
		List<String> keys = new ArrayList<>();
		map.forEach((key, value) -> {
			String name = prefix + lettersOf((String) key);
			keys.addAll((value instanceof Map<?, ?> below) ? keysOf(name, below) : List.of(name));
		});
		return keys;
	}

	private static String lettersOf(String name) {
		return name.replaceAll("[^A-Za-z0-9]", "").toUpperCase(Locale.ROOT);
	}

}
