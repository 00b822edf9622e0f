package dev.honeyrelay.web;

import java.util.concurrent.ThreadLocalRandom;

import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

/**
 * Decides which requests have spans: where spans are exported, those whose callers want
 * it, and a share of those whose callers do not say.
 *
 * @param share that share, from 0 to 1, or {@code null} where nothing is exported
 */
record TraceChoice(@Nullable Double share) {

	/** The request attribute that tells what was decided, so that it is decided once. */
	static final String ATTRIBUTE = TraceChoice.class.getName();

	/** Returns whether the request of {@code caller} has spans; the next one may not. */
	boolean isTraced(CallerTrace caller) {
		if (this.share == null) {
			return false;
		}
		SpanContext span = caller.span();
		return span.isValid() ? span.isSampled() : ThreadLocalRandom.current().nextDouble() < this.share;
	}

}
