package dev.honeyrelay.access.jwt;

import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Shows how much of the issuer's key set is of no use here.
 */
public final class KeySetMetrics implements MeterBinder {

	private final AtomicInteger skipped = new AtomicInteger();

	/**
	 * Notes that {@code keys} of the newest key set are not understood, and returns how
	 * many were not before.
	 */
	int skipped(int keys) {
		return this.skipped.getAndSet(keys);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("relay.jwt.keys.skipped", this.skipped, AtomicInteger::get)
			.description("Keys of the issuer's newest key set that are not understood, and skipped")
			.register(registry);
	}

}
