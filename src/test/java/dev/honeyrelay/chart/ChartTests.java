package dev.honeyrelay.chart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.HasMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.DatabindException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Every option of the chart renders to what Kubernetes knows, and only the options that
 * are asked for.
 */
class ChartTests {

	private static final Pattern DOCUMENT_START = Pattern.compile("(?m)^---\n");

	private static final List<String> ALWAYS = List.of("Service", "Service", "Deployment");

	private static final Map<String, List<String>> BESIDES = Map.of("autoscaling",
			List.of("PodDisruptionBudget", "HorizontalPodAutoscaler"), "config", List.of("ConfigMap"), "env",
			List.of("ConfigMap"), "ingress", List.of("Ingress"), "monitoring",
			List.of("ConfigMap", "PrometheusRule", "ServiceMonitor"), "network-policy", List.of("NetworkPolicy"),
			"redis", List.of("PodDisruptionBudget"));

	static Stream<Path> options() {
		return Chart.options().stream();
	}

	@Test
	void helmHasNothingToSayAgainstIt() {
		LintResult lint = Chart.helm().lint().strict().call();

		assertThat(lint.isFailed()).as(() -> lint.getMessages().toString()).isFalse();
		assertThat(lint.getMessages()).noneMatch((message) -> message.contains("ERROR") || message.contains("WARNING"));
	}

	@ParameterizedTest
	@MethodSource("options")
	void anOptionAddsItsObjectsAndNoOthers(Path file) {
		String option = file.getFileName().toString().replace("-values.yaml", "");

		assertThat(Manifests.of(file).objects()).extracting(HasMetadata::getKind)
			.containsExactlyInAnyOrderElementsOf(
					Stream.concat(ALWAYS.stream(), BESIDES.getOrDefault(option, List.of()).stream()).toList());
	}

	@ParameterizedTest
	@MethodSource("options")
	void namesAndLabelsAreTheSameEverywhere(Path file) {
		String name = file.endsWith("placement-values.yaml") ? "relay" : Chart.NAME;

		assertThat(Manifests.of(file).objects()).allSatisfy((object) -> {
			assertThat(object.getMetadata().getName()).startsWith(name);
			assertThat(object.getMetadata().getNamespace()).isNull();
			assertThat(object.getMetadata().getLabels()).containsEntry("app.kubernetes.io/name", "honeyhive-relay")
				.containsEntry("app.kubernetes.io/instance", "relay")
				.containsEntry("app.kubernetes.io/managed-by", "Helm")
				.containsKeys("app.kubernetes.io/version", "helm.sh/chart");
		});
	}

	@Test
	void everyOptionThatIsOffByDefaultHasAFile() {
		assertThat(options()).hasSizeGreaterThan(BESIDES.size())
			.extracting((file) -> file.getFileName().toString().replace("-values.yaml", ""))
			.containsAll(BESIDES.keySet());
	}

	@Test
	void theDefaultsRenderAsTheyDid() throws IOException {
		String rendered = Chart.render(Chart.option("default"));
		Path actual = Files.createDirectories(Path.of("target/chart")).resolve("default.yaml");
		Files.writeString(actual, rendered);

		assertThat(rendered).as("If this is meant: cp %s src/test/resources/chart/", actual)
			.isEqualTo(Files.readString(Path.of("src/test/resources/chart/default.yaml")));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			replicaCount: 1                                          | credentials.existingSecret is missing
			{ credentials: { existingSecret: s }, redis: { enabled: true } }   | redis.host is missing
			{ credentials: { existingSecret: s }, ingress: { enabled: true } } | ingress.host is missing
			{ credentials: { existingSecret: s }, autoscaling: { enabled: true, minReplicas: 9 } } | autoscaling.minR
			""")
	void whatIsMissingIsSaidInASentence(String values, String sentence) {
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> Chart.render(values))
			.withMessageContaining(sentence);
	}

	@ParameterizedTest
	@MethodSource("options")
	void aFieldThatKubernetesDoesNotKnowWouldBeNoticed(Path file) {
		String rendered = Chart.render(file);

		for (String document : DOCUMENT_START.split(rendered, -1)) {
			if (document.contains("\nspec:")) {
				assertThatExceptionOfType(DatabindException.class)
					.isThrownBy(() -> Manifests.read(document.replace("\nspec:\n", "\nspec:\n  speling: 1\n")))
					.withMessageContaining("speling");
			}
		}
		assertThatExceptionOfType(DatabindException.class)
			.isThrownBy(() -> Manifests.read(rendered.replace("drop:", "dropp:")))
			.withMessageContaining("dropp");
	}

}
