package dev.honeyrelay.access.jwt;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Shows how much of each issuer's key set is of no use here.
 */
public final class KeySetMetrics implements MeterBinder {

	private final Map<String, AtomicInteger> skipped = new TreeMap<>();

	public KeySetMetrics(JwtProperties properties) {
		properties.entries().keySet().forEach((issuer) -> this.skipped.put(issuer, new AtomicInteger()));
	}

	/**
	 * Notes that {@code keys} of the newest key set of {@code issuer} are not understood,
	 * and returns how many were not before.
	 * @param issuer short name of one of the settings
	 */
	int skipped(String issuer, int keys) {
		return Objects.requireNonNull(this.skipped.get(issuer)).getAndSet(keys);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.skipped.forEach((issuer, keys) -> Gauge.builder("relay.jwt.keys.skipped", keys, AtomicInteger::get)
			.description("Keys of the issuer's newest key set that are not understood, and skipped")
			.tag("issuer", issuer)
			.register(registry));
	}

}
