package dev.honeyrelay.chart;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The alerts and the dashboard reach the cluster as they are, and what selects something
 * selects it.
 */
class ChartFilesTests {

	@Test
	void theAlertsAreThoseOfTheFile() throws Exception {
		Map<String, Object> file = new Yaml().load(Files.readString(Chart.ROOT.resolve("files/alerts.yaml")));

		assertThat(specOf("PrometheusRule")).isEqualTo(file).containsOnlyKeys("groups");
	}

	@Test
	@SuppressWarnings("unchecked")
	void anAlertCanBeChangedAndLeftOut() {
		String values = """
				credentials: { existingSecret: s }
				prometheusRule:
				  enabled: true
				  runbooks: https://git.example.com/failures.md
				  alerts:
				    RelayCallersGetErrors: { threshold: 0.01, for: 10m, severity: info }
				    RelayStoreTooSmall: { enabled: false }
				""";
		var groups = (List<Map<String, List<Map<String, Object>>>>) specOf("PrometheusRule", Chart.render(values))
			.get("groups");
		List<Map<String, Object>> rules = groups.getFirst().get("rules");

		assertThat(rules).extracting((rule) -> rule.get("alert"))
			.contains("RelayDown")
			.doesNotContain("RelayStoreTooSmall");
		assertThat(rules).filteredOn((rule) -> rule.get("alert").equals("RelayCallersGetErrors"))
			.singleElement()
			.satisfies((rule) -> {
				assertThat(rule).containsEntry("for", "10m").containsEntry("labels", Map.of("severity", "info"));
				assertThat(rule.get("expr").toString()).endsWith("> 0.01").doesNotContain("0.05");
				assertThat((Map<String, String>) rule.get("annotations")).containsEntry("runbook_url",
						"https://git.example.com/failures.md#when-things-fail");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "RelayAsleep: { for: 1m }", "RelayAbsent: { threshold: 2 }", "RelayDown: { off: true }",
			"RelayDown: { for: soon }" })
	void whatNoAlertHasIsRefused(String alert) {
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> Chart.render(
				"credentials: { existingSecret: s }\nprometheusRule: { enabled: true, alerts: { " + alert + " } }"));
	}

	@Test
	void theDashboardIsThatOfTheFileAndGrafanaFindsIt() throws Exception {
		ConfigMap dashboard = Manifests.of("monitoring").one(ConfigMap.class);
		Path file = Chart.ROOT.resolve("files/dashboard.json");

		assertThat(dashboard.getMetadata().getLabels()).containsEntry("grafana_dashboard", "1");
		assertThat(dashboard.getData()).containsOnlyKeys("honeyhive-relay.json");
		JsonNode carried = JsonMapper.shared().readTree(dashboard.getData().get("honeyhive-relay.json"));
		assertThat(carried).isEqualTo(JsonMapper.shared().readTree(Files.readString(file)));
	}

	@Test
	void servicesSelectThePodsAndTheMonitorSelectsTheManagementService() {
		Manifests manifests = Manifests.of("monitoring");
		PodTemplateSpec pod = manifests.one(Deployment.class).getSpec().getTemplate();

		assertThat(manifests.all(Service.class)).allSatisfy((service) -> assertThat(pod.getMetadata().getLabels())
			.containsAllEntriesOf(service.getSpec().getSelector()));
		assertThat(specOf("ServiceMonitor")).extracting("selector.matchLabels").satisfies((wanted) -> {
			assertThat(manifests.all(Service.class)).filteredOn((service) -> isChosen(service, (Map<?, ?>) wanted))
				.extracting((service) -> service.getMetadata().getName())
				.containsExactly(Chart.NAME + "-management");
		});
	}

	private static boolean isChosen(HasMetadata object, Map<?, ?> labels) {
		return object.getMetadata().getLabels().entrySet().containsAll(labels.entrySet());
	}

	private static Map<String, Object> specOf(String kind) {
		return specOf(kind, Chart.render(Chart.option("monitoring")));
	}

	private static Map<String, Object> specOf(String kind, String rendered) {
		for (Object document : new Yaml().loadAll(rendered)) {
			Map<?, ?> object = (Map<?, ?>) document;
			if (kind.equals(object.get("kind"))) {
				@SuppressWarnings("unchecked")
				Map<String, Object> spec = (Map<String, Object>) object.get("spec");
				return spec;
			}
		}
		throw new AssertionError("there is no " + kind);
	}

}
