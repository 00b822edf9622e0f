package dev.honeyrelay.web;

import java.util.Collections;
import java.util.List;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * The trace that a caller says its request is part of, as W3C Trace Context spells it.
 *
 * @param parent the field {@code traceparent}, or {@code null} if there is none to go by
 * @param state the field {@code tracestate}, or {@code null} for none
 */
record CallerTrace(@Nullable String parent, @Nullable String state) {

	static final String PARENT = "traceparent";

	private static final String STATE = "tracestate";

	// As much as everybody passes on; the rest of it would be a way to send HoneyHive
	// kilobytes.
	private static final int LONGEST_STATE = 512;

	/** Returns the trace of {@code request}; two parents are as good as none. */
	static CallerTrace of(HttpServletRequest request) {
		String parent = request.getHeader(PARENT);
		if (parent == null) {
			return new CallerTrace(null, null);
		}
		boolean one = Collections.list(request.getHeaders(PARENT)).size() == 1;
		String state = String.join(",", Collections.list(request.getHeaders(STATE)));
		return new CallerTrace(one ? parent : null, (state.length() <= LONGEST_STATE) ? state : null);
	}

	/**
	 * Returns the caller's span, which is not valid if there is none or if it is spelt
	 * wrong.
	 */
	SpanContext span() {
		return Span.fromContext(context()).getSpanContext();
	}

	/** Returns a context in which the caller's span is the current one. */
	Context context() {
		return (this.parent != null)
				? W3CTraceContextPropagator.getInstance().extract(Context.root(), this, Fields.GETTER) : Context.root();
	}

	/**
	 * The fields by name, as the propagator asks for them.
	 */
	private enum Fields implements TextMapGetter<CallerTrace> {

		GETTER;

		@Override
		public Iterable<String> keys(CallerTrace trace) {
			return List.of(PARENT, STATE);
		}

		@Override
		public @Nullable String get(@Nullable CallerTrace trace, String name) {
			if (trace == null) {
				return null;
			}
			return name.equals(PARENT) ? trace.parent() : trace.state();
		}

	}

}
