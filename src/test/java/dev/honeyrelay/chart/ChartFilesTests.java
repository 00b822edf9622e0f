package dev.honeyrelay.chart;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

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
		for (Object document : new Yaml().loadAll(Chart.render(Chart.option("monitoring")))) {
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
