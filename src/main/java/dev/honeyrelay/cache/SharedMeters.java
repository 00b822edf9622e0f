package dev.honeyrelay.cache;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts what becomes of the shared level's use, with labels of a few constant words. All
 * counters are there from the start, at zero.
 */
final class SharedMeters {

	private static final String PREFIX = "relay.cache.shared.";

	private final MeterRegistry registry;

	private final Map<SharedLoad, Counter> loads;

	private final Map<SharedStore, Counter> stores;

	private final Map<SharedEventKind, Map<SharedDirection, Counter>> events;

	SharedMeters(MeterRegistry registry) {
		this.registry = registry;
		this.loads = each(SharedLoad.values(),
				(it) -> counter("loads", "Looks into the shared level", "outcome", it.label()));
		this.stores = each(SharedStore.values(),
				(it) -> counter("stores", "Answers offered to the shared level", "outcome", it.label()));
		this.events = each(SharedEventKind.values(), (kind) -> each(SharedDirection.values(), (way) -> counter("events",
				"Purges and changes between replicas", "kind", kind.label(), "direction", way.label())));
	}

	void loaded(SharedLoad outcome) {
		Objects.requireNonNull(this.loads.get(outcome)).increment();
	}

	void stored(SharedStore outcome) {
		Objects.requireNonNull(this.stores.get(outcome)).increment();
	}

	void event(SharedEventKind kind, SharedDirection direction) {
		Objects.requireNonNull(Objects.requireNonNull(this.events.get(kind)).get(direction)).increment();
	}

	/** Shows whether the shared level is in use. */
	void watch(BooleanSupplier inUse) {
		Gauge.builder(PREFIX + "up", inUse, (up) -> up.getAsBoolean() ? 1 : 0)
			.description("Whether the shared level is in use")
			.strongReference(true)
			.register(this.registry);
	}

	private Counter counter(String name, String description, String... labels) {
		return Counter.builder(PREFIX + name).description(description).tags(labels).register(this.registry);
	}

	private static <K, V> Map<K, V> each(K[] keys, Function<K, V> value) {
		return Arrays.stream(keys).collect(Collectors.toUnmodifiableMap(Function.identity(), value));
	}

}
