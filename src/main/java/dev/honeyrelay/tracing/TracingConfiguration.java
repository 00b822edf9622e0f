package dev.honeyrelay.tracing;

import java.net.URI;
import java.util.List;
import java.util.Objects;

import dev.honeyrelay.outbound.DocumentClient;
import dev.honeyrelay.outbound.Outbound;
import dev.honeyrelay.outbound.WayOut;
import io.micrometer.tracing.otel.bridge.OtelTracer.EventPublisher;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.micrometer.tracing.autoconfigure.TracingProperties;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpHttpSpanExporterBuilderCustomizer;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingProperties;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Builds what makes spans. Spring Boot's own configuration of it is left out, and taken
 * in here where there is somewhere to send spans to; otherwise nothing is kept, sent or
 * started.
 */
@Configuration(proxyBeanMethods = false)
class TracingConfiguration {

	private static final String OTLP = "management.opentelemetry.tracing.export.otlp.";

	private static final String ENDPOINT = OTLP + "endpoint";

	/**
	 * Spans are exported.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(ENDPOINT)
	@Import({ OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class,
			OtlpTracingAutoConfiguration.class })
	static class Exported {

		@Bean
		TraceChoice traceChoice(TracingProperties properties) {
			return new TraceChoice((double) properties.getSampling().getProbability());
		}

		/** Spans leave on the way that everything else takes. */
		@Bean
		OtlpHttpSpanExporterBuilderCustomizer wayToTheCollector(Outbound outbound, OtlpTracingProperties properties) {
			DocumentClient client = outbound
				.documents(WayOut.trusting(OTLP + "ssl.bundle", properties.getSsl().getBundle()));
			client.expect("Collector of spans", URI.create(Objects.requireNonNull(properties.getEndpoint())));
			HttpSenderProvider senders = (config) -> new SpanSender(config, client);
			return (builder) -> builder.setComponentLoader(providing(senders));
		}

		private static ComponentLoader providing(HttpSenderProvider senders) {
			ComponentLoader others = ComponentLoader.forClassLoader(TracingConfiguration.class.getClassLoader());
			return new ComponentLoader() {
				@Override
				public <T> Iterable<T> load(Class<T> type) {
					return (type == HttpSenderProvider.class) ? List.of(type.cast(senders)) : others.load(type);
				}
			};
		}

		/**
		 * What takes the place of Spring Boot's. A class within is looked at first.
		 */
		@Configuration(proxyBeanMethods = false)
		static class OwnParts {

			/** What is to have spans has been decided before the first of them begins. */
			@Bean
			Sampler sampler() {
				return Sampler.parentBased(Sampler.alwaysOn());
			}

			/** The log's fields are the relay's own affair. */
			@Bean
			EventPublisher nobodyListens() {
				return (event) -> {
				};
			}

		}

	}

	/**
	 * Spans are only made where a caller's trace goes on to HoneyHive.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = ENDPOINT, havingValue = "false", matchIfMissing = true)
	static class Continued {

		@Bean
		TraceChoice traceChoice() {
			return new TraceChoice(null);
		}

		@Bean(destroyMethod = "close")
		SdkTracerProvider tracerProvider() {
			return SdkTracerProvider.builder().build();
		}

		@Bean
		Tracer tracer(SdkTracerProvider provider) {
			return provider.get("honeyhive-relay");
		}

	}

}
