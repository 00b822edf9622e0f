package dev.honeyrelay.cache.redis;

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
final class RedisMetrics {

	private static final String PREFIX = "relay.cache.shared.";

	private final MeterRegistry registry;

	private final Map<Load, Counter> loads;

	private final Map<Store, Counter> stores;

	private final Map<InvalidationEvent.Kind, Map<Direction, Counter>> events;

	RedisMetrics(MeterRegistry registry) {
		this.registry = registry;
		this.loads = each(Load.values(),
				(it) -> counter("loads", "Looks into the shared level", "outcome", it.label()));
		this.stores = each(Store.values(),
				(it) -> counter("stores", "Answers offered to the shared level", "outcome", it.label()));
		this.events = each(InvalidationEvent.Kind.values(),
				(kind) -> each(Direction.values(), (way) -> counter("events", "Purges and changes between replicas",
						"kind", kind.label(), "direction", way.label())));
	}

	void loaded(Load outcome) {
		Objects.requireNonNull(this.loads.get(outcome)).increment();
	}

	void stored(Store outcome) {
		Objects.requireNonNull(this.stores.get(outcome)).increment();
	}

	void event(InvalidationEvent.Kind kind, Direction direction) {
		Objects.requireNonNull(Objects.requireNonNull(this.events.get(kind)).get(direction)).increment();
	}

	/** Shows whether the shared level is in use and keeps what it is told. */
	void watch(BooleanSupplier inUse) {
		Gauge.builder(PREFIX + "up", inUse, (up) -> up.getAsBoolean() ? 1 : 0)
			.description("Whether the shared level is in use and keeps what it is told")
			.strongReference(true)
			.register(this.registry);
	}

	private Counter counter(String name, String description, String... labels) {
		return Counter.builder(PREFIX + name).description(description).tags(labels).register(this.registry);
	}

	private static <K, V> Map<K, V> each(K[] keys, Function<K, V> value) {
		return Arrays.stream(keys).collect(Collectors.toUnmodifiableMap(Function.identity(), value));
	}

	/**
	 * What came of a look at the shared level.
	 */
	enum Load {

		/** A usable stored response. */
		HIT("hit"),

		/** None, or one from before a purge. */
		MISS("miss"),

		/** One that is damaged, of another version or of another question. */
		CORRUPT("corrupt"),

		/** No answer in time, or a refusal. */
		ERROR("error"),

		/** Nothing was asked: the circuit is open. */
		SUSPENDED("suspended");

		private final String label;

		Load(String label) {
			this.label = label;
		}

		/** Returns the word for it in meters. */
		String label() {
			return this.label;
		}

	}

	/**
	 * What came of an offer to the shared level.
	 */
	enum Store {

		/** It is kept. */
		STORED("stored"),

		/** It takes more bytes than may be shared. */
		TOO_LARGE("too-large"),

		/** Too much was waiting to be written. */
		DROPPED("dropped"),

		/** No answer in time, or a refusal. */
		ERROR("error"),

		/** Nothing was asked: the circuit is open. */
		SUSPENDED("suspended");

		private final String label;

		Store(String label) {
			this.label = label;
		}

		/** Returns the word for it in meters. */
		String label() {
			return this.label;
		}

	}

	/**
	 * Which way an event between replicas went.
	 */
	enum Direction {

		/** Another replica told it. */
		IN("in"),

		/** This replica told it. */
		OUT("out"),

		/**
		 * Redis refused to keep it for replicas that come later; it is tried again.
		 */
		REFUSED("refused"),

		/** This replica had no room to keep it until it could be published. */
		LOST("lost");

		private final String label;

		Direction(String label) {
			this.label = label;
		}

		/** Returns the word for it in meters. */
		String label() {
			return this.label;
		}

	}

}
