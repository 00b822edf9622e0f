package dev.honeyrelay.results;

import java.util.function.Supplier;

import dev.honeyrelay.cache.StoredResponse;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.run.RunQuery;
import dev.honeyrelay.upstream.UpstreamOutcome;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The parts of answering that a trace shows. They tell what is asked and what came of it,
 * and nothing of parameters, keys or bodies. A request without a trace gets no span.
 */
final class ResultSpans {

	private final Tracer tracer;

	ResultSpans(Tracer tracer) {
		this.tracer = tracer;
	}

	/**
	 * Returns what {@code lookup} finds stored, seen only by traces that are recorded.
	 */
	@Nullable StoredResponse lookUp(RunQuery query, Supplier<@Nullable StoredResponse> lookup) {
		if (!Span.current().isRecording()) {
			return lookup.get();
		}
		Span span = about(query, "look-up").startSpan();
		try {
			StoredResponse stored = lookup.get();
			span.setAttribute("relay.found", stored != null);
			return stored;
		}
		finally {
			span.end();
		}
	}

	/**
	 * Returns what comes of {@code forward}, which goes to HoneyHive with this span as
	 * its parent there; so even a trace that is not recorded has it.
	 */
	UpstreamOutcome forward(RunQuery query, Supplier<UpstreamOutcome> forward) {
		if (!Span.current().getSpanContext().isValid()) {
			return forward.get();
		}
		Span span = about(query, "forward").setSpanKind(SpanKind.CLIENT).startSpan();
		try (Scope _ = span.makeCurrent()) {
			UpstreamOutcome outcome = forward.get();
			span.setAttribute("relay.outcome", outcome.label());
			if (outcome instanceof UpstreamOutcome.Unavailable(Outage _)) {
				span.setStatus(StatusCode.ERROR);
			}
			return outcome;
		}
		finally {
			span.end();
		}
	}

	private SpanBuilder about(RunQuery query, String name) {
		return this.tracer.spanBuilder(name)
			.setAttribute("relay.operation", query.operation().label())
			.setAttribute("relay.project", query.project().value());
	}

}
