package dev.honeyrelay.tracing;

import io.micrometer.tracing.otel.bridge.OtelTracer.EventPublisher;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.micrometer.tracing.autoconfigure.TracingProperties;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration;
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

	private static final String ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint";

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
