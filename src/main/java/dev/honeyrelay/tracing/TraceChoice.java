package dev.honeyrelay.tracing;

import java.util.concurrent.ThreadLocalRandom;

import io.opentelemetry.api.trace.SpanContext;
import org.eclipse.jetty.util.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * Decides which requests have spans: where spans are exported, those whose callers want
 * it, and a share of those whose callers do not say.
 *
 * @param share that share, from 0 to 1, or {@code null} where nothing is exported
 */
public record TraceChoice(@Nullable Double share) {

	private static final String DECISION = TraceChoice.class.getName();

	/**
	 * Returns whether {@code request} has spans. It is decided once, whoever asks.
	 * @param caller the trace that the request is part of
	 */
	public boolean isTraced(Attributes request, CallerTrace caller) {
		if (this.share == null) {
			return false;
		}
		if (request.getAttribute(DECISION) instanceof Boolean decided) {
			return decided;
		}
		SpanContext span = caller.span();
		boolean traced = span.isValid() ? span.isSampled() : ThreadLocalRandom.current().nextDouble() < this.share;
		request.setAttribute(DECISION, traced);
		return traced;
	}

}
