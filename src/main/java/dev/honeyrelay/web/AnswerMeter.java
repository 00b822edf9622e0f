package dev.honeyrelay.web;

import dev.honeyrelay.results.Answer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

/**
 * Counts answers by how they came about.
 */
@Component
final class AnswerMeter {

	private final MeterProvider<Counter> answers;

	AnswerMeter(MeterRegistry meters) {
		this.answers = Counter.builder("relay.answers")
			.description("Answers to callers by how they came about")
			.withRegistry(meters);
	}

	/** Counts {@code answer}. */
	void count(Answer answer) {
		this.answers.withTag("outcome", answer.label()).increment();
	}

}
