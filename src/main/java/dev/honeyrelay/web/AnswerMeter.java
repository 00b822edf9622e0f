package dev.honeyrelay.web;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import dev.honeyrelay.results.Answer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

/**
 * Counts answers by how they came about.
 */
@Component
final class AnswerMeter {

	private final MeterProvider<Counter> answers;

	// There are few labels, and asking the registry for a counter costs more than
	// counting.
	private final Map<String, Counter> byOutcome = new ConcurrentHashMap<>();

	private final LongAdder ahead = new LongAdder();

	AnswerMeter(MeterRegistry meters) {
		FunctionCounter.builder("relay.answers.ahead", this.ahead, LongAdder::doubleValue)
			.description("Answers that came from the store ahead of the controllers")
			.register(meters);
		this.answers = Counter.builder("relay.answers")
			.description("Answers to callers by how they came about")
			.withRegistry(meters);
	}

	/** Counts {@code answer}, which was given ahead of the controllers. */
	void countAhead(Answer answer) {
		this.ahead.increment();
		count(answer);
	}

	/** Counts {@code answer}. */
	void count(Answer answer) {
		this.byOutcome.computeIfAbsent(answer.label(), (label) -> this.answers.withTag("outcome", label)).increment();
	}

}
