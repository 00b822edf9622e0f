package dev.honeyrelay.status;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Shows in a meter that is always 1 which version runs, so that a dashboard can tell when
 * it changed.
 */
@Component
final class BuildInfo implements MeterBinder {

	private final String version;

	BuildInfo(Environment environment) {
		// The framework reads it from the archive; there is none while it is built.
		this.version = environment.getProperty("spring.application.version", "unknown");
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("relay.build.info", () -> 1)
			.description("Which version of the relay this is")
			.tag("version", this.version)
			.register(registry);
	}

}
