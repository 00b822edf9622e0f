package dev.honeyrelay.waiting;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Counts waits by how they end.
 */
final class WaitMetrics implements MeterBinder {

	private final AtomicInteger open;

	private final Map<Ending, LongAdder> ended = Arrays.stream(Ending.values())
		.collect(Collectors.toUnmodifiableMap(Function.identity(), (ending) -> new LongAdder()));

	/** Creates meters that read from {@code open} how many waits are under way. */
	WaitMetrics(AtomicInteger open) {
		this.open = open;
	}

	/** Counts a wait. */
	void ended(Ending ending) {
		adder(ending).increment();
	}

	@Override
	public void bindTo(MeterRegistry meters) {
		Gauge.builder("relay.waits.open", this.open, AtomicInteger::get)
			.description("Requests that wait until an answer is still")
			.register(meters);
		for (Ending ending : Ending.values()) {
			FunctionCounter.builder("relay.waits", adder(ending), LongAdder::doubleValue)
				.description("Requests that were to wait until an answer is still, by how that ended")
				.tag("outcome", ending.label())
				.register(meters);
		}
	}

	private LongAdder adder(Ending ending) {
		return Objects.requireNonNull(this.ended.get(ending));
	}

}
