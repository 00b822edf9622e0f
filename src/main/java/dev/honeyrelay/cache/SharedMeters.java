package dev.honeyrelay.cache;

import java.util.function.BooleanSupplier;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts what becomes of the shared level's use, with labels of a few constant words.
 */
final class SharedMeters {

	private static final String PREFIX = "relay.cache.shared.";

	private final MeterRegistry registry;

	SharedMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	void loaded(SharedLoad outcome) {
		this.registry.counter(PREFIX + "loads", "outcome", outcome.label()).increment();
	}

	void stored(SharedStore outcome) {
		this.registry.counter(PREFIX + "stores", "outcome", outcome.label()).increment();
	}

	void event(SharedEventKind kind, SharedDirection direction) {
		this.registry.counter(PREFIX + "events", "kind", kind.label(), "direction", direction.label()).increment();
	}

	/** Shows whether the shared level is in use. */
	void watch(BooleanSupplier inUse) {
		Gauge.builder(PREFIX + "up", inUse, (up) -> up.getAsBoolean() ? 1 : 0)
			.description("Whether the shared level is in use")
			.strongReference(true)
			.register(this.registry);
	}

}
