package dev.honeyrelay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code compose.yaml} names what there is.
 */
class ComposeTests {

	private final Map<String, Map<String, Object>> services = services();

	@Test
	void everyFileThatIsMountedIsThere() {
		List<String> mounted = all("volumes").map((volume) -> volume.substring(0, volume.indexOf(':'))).toList();

		assertThat(mounted).hasSizeGreaterThan(4).allMatch((file) -> Files.exists(Path.of(file)));
	}

	@Test
	void everyImageOfOthersHasAVersion() {
		assertThat(this.services.values()).filteredOn((service) -> !service.containsKey("build"))
			.hasSizeGreaterThan(3)
			.allMatch((service) -> service.get("image").toString().matches(".*:v?[0-9].*"));
	}

	@Test
	void portsAreOpenOnThisMachineOnly() {
		assertThat(all("ports").toList()).hasSizeGreaterThan(3).allMatch((port) -> port.startsWith("127.0.0.1:"));
	}

	@Test
	void prometheusLooksAtTheRelayAndAtRulesThatAreMounted() throws IOException {
		String prometheus = Files.readString(Path.of("compose/prometheus.yml"));
		List<Map<String, Object>> jobs = new Yaml().<Map<String, List<Map<String, Object>>>>load(prometheus)
			.get("scrape_configs");

		assertThat(jobs).singleElement()
			.hasToString("{job_name=honeyhive-relay, metrics_path=/actuator/prometheus, "
					+ "static_configs=[{targets=[relay:8081]}]}");
		assertThat(new Yaml().<Map<String, List<String>>>load(prometheus).get("rule_files"))
			.allMatch((rules) -> all("volumes").anyMatch((volume) -> volume.contains(":" + rules)));
	}

	private Stream<String> all(String part) {
		return this.services.values()
			.stream()
			.flatMap((service) -> service.get(part) instanceof List<?> list ? list.stream() : Stream.empty())
			.map(String.class::cast);
	}

	private static Map<String, Map<String, Object>> services() {
		try (var file = Files.newBufferedReader(Path.of("compose.yaml"))) {
			return new Yaml().<Map<String, Map<String, Map<String, Object>>>>load(file).get("services");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
