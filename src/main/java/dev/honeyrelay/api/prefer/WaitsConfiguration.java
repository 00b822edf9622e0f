package dev.honeyrelay.api.prefer;

import java.time.InstantSource;

import dev.honeyrelay.results.Looks;
import dev.honeyrelay.results.Results;
import dev.honeyrelay.server.CallerProperties;
import dev.honeyrelay.waiting.Waits;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Builds the waits, which end as soon as the relay begins to shut down.
 */
@Configuration(proxyBeanMethods = false)
class WaitsConfiguration {

	@Bean(destroyMethod = "")
	Waits waits(Results results, Looks looks, InstantSource time, CallerProperties properties) {
		return new Waits(results, looks, time, properties.maxWaiting());
	}

	@Bean
	MeterBinder waitMeters(Waits waits) {
		return waits.meters();
	}

	@Bean
	ApplicationListener<ContextClosedEvent> endOfWaits(Waits waits) {
		return (_) -> waits.close();
	}

}
