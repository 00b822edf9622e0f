package dev.honeyrelay.harness;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;

import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Takes the meters of a relay that has ended out of those of the process, which would
 * keep all of it in memory. Spring Boot finds this by itself.
 */
public final class ClosedRelays implements ApplicationListener<ContextClosedEvent> {

	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		if (event.getApplicationContext().getParent() == null) {
			event.getApplicationContext().getBeansOfType(MeterRegistry.class).values().forEach(Metrics::removeRegistry);
		}
	}

}
