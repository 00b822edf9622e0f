package dev.honeyrelay.cache;

import java.util.Locale;
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

	void loaded(Load outcome) {
		this.registry.counter(PREFIX + "loads", "outcome", outcome.label()).increment();
	}

	void stored(Store outcome) {
		this.registry.counter(PREFIX + "stores", "outcome", outcome.label()).increment();
	}

	void event(SharedEvent.Kind kind, Direction direction) {
		this.registry.counter(PREFIX + "events", "kind", kind.label(), "direction", direction.label()).increment();
	}

	/** Shows whether the shared level is in use. */
	void watch(BooleanSupplier inUse) {
		Gauge.builder(PREFIX + "up", inUse, (up) -> up.getAsBoolean() ? 1 : 0)
			.description("Whether the shared level is in use")
			.strongReference(true)
			.register(this.registry);
	}

	private static String labelOf(Enum<?> word) {
		return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * What came of a look at the shared level.
	 */
	enum Load {

		/** A sound stored response. */
		HIT,

		/** None, or one from before a purge. */
		MISS,

		/** One that is damaged, of another version or of another question. */
		CORRUPT,

		/** No answer in time, or a refusal. */
		ERROR,

		/** Nothing was asked: the circuit is open. */
		SUSPENDED;

		String label() {
			return labelOf(this);
		}

	}

	/**
	 * What came of an offer to the shared level.
	 */
	enum Store {

		/** It is kept. */
		STORED,

		/** It takes more bytes than may be shared. */
		TOO_LARGE,

		/** Too much was waiting to be written. */
		DROPPED,

		/** No answer in time, or a refusal. */
		ERROR,

		/** Nothing was asked: the circuit is open. */
		SUSPENDED;

		String label() {
			return labelOf(this);
		}

	}

	/**
	 * Which way an event went.
	 */
	enum Direction {

		/** Another replica told it. */
		IN,

		/** This replica told it. */
		OUT,

		/** This replica could not keep it in mind until it could be told. */
		LOST;

		String label() {
			return labelOf(this);
		}

	}

}
