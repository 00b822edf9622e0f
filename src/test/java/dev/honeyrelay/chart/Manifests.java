package dev.honeyrelay.chart;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.internal.KubernetesDeserializer;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the chart renders, as Kubernetes' own types. A field that a type does not have is
 * refused, like a value of another kind.
 *
 * @param objects in the order in which Helm would make them
 */
record Manifests(List<HasMetadata> objects) {

	private static final Map<String, Class<? extends HasMetadata>> TYPES = Map.ofEntries(
			Map.entry("v1 ConfigMap", ConfigMap.class), Map.entry("v1 Pod", Pod.class),
			Map.entry("v1 Service", Service.class), Map.entry("apps/v1 Deployment", Deployment.class),
			Map.entry("autoscaling/v2 HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
			Map.entry("gateway.networking.k8s.io/v1 HTTPRoute",
					named("io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute")),
			Map.entry("networking.k8s.io/v1 Ingress", Ingress.class),
			Map.entry("networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class),
			Map.entry("policy/v1 PodDisruptionBudget", PodDisruptionBudget.class),
			Map.entry("monitoring.coreos.com/v1 PrometheusRule",
					named("io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule")),
			Map.entry("monitoring.coreos.com/v1 ServiceMonitor",
					named("io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor")));

	private static final JsonMapper STRICT = JsonMapper.builder()
		.annotationIntrospector(new NothingIsAdditional())
		.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	/**
	 * Reads rendered YAML.
	 * @throws DatabindException if something in it is none of Kubernetes' fields, or a
	 * value is not of its kind
	 */
	static Manifests read(String rendered) {
		Iterable<Object> documents = new Yaml().loadAll(rendered);
		return new Manifests(StreamSupport.stream(documents.spliterator(), false)
			.filter(Objects::nonNull)
			.map((document) -> typed((Map<?, ?>) document))
			.toList());
	}

	/** Renders the chart with the values for {@code option} and reads that. */
	static Manifests of(String option) {
		return read(Chart.render(Chart.option(option)));
	}

	/** Renders the chart with the values of {@code file} and reads that. */
	static Manifests of(Path file) {
		return read(Chart.render(file));
	}

	/** Returns the objects of that type. */
	<T> List<T> all(Class<T> type) {
		return this.objects.stream().filter(type::isInstance).map(type::cast).toList();
	}

	/** Returns the object of that type, of which there is one. */
	<T> T one(Class<T> type) {
		List<T> all = all(type);
		if (all.size() != 1) {
			throw new AssertionError("there are " + all.size() + " of " + type.getSimpleName());
		}
		return all.getFirst();
	}

	// By name: the compiler warns of annotations in these types that it does not know.
	private static Class<? extends HasMetadata> named(String type) {
		try {
			return Class.forName(type).asSubclass(HasMetadata.class);
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static HasMetadata typed(Map<?, ?> document) {
		String type = document.get("apiVersion") + " " + document.get("kind");
		if (!TYPES.containsKey(type)) {
			throw new IllegalArgumentException("the chart has no use for a " + type);
		}
		return STRICT.convertValue(document, TYPES.get(type));
	}

	/**
	 * The types take in what they do not know, to pass it on, and look for the type of
	 * everything. Not so here.
	 */
	private static final class NothingIsAdditional extends JacksonAnnotationIntrospector {

		private static final long serialVersionUID = 1L;

		@Override
		public Boolean hasAnySetter(MapperConfig<?> config, Annotated annotated) {
			return false;
		}

		@Override
		public @Nullable Object findDeserializer(MapperConfig<?> config, Annotated annotated) {
			Object own = super.findDeserializer(config, annotated);
			return KubernetesDeserializer.class.equals(own) ? null : own;
		}

	}

}
