package dev.honeyrelay.tracing;

import java.util.List;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The trace that a caller says its request is part of (W3C Trace Context).
 *
 * @param parent the field {@code traceparent}, or {@code null} if there is none to go by
 * @param state the field {@code tracestate}, or {@code null} for none
 */
public record CallerTrace(@Nullable String parent, @Nullable String state) {

	private static final CallerTrace NONE = new CallerTrace(null, null);

	private static final String PARENT = "traceparent";

	private static final String STATE = "tracestate";

	// As much as everybody has to pass on. More would be a way to send HoneyHive
	// kilobytes.
	private static final int LONGEST_STATE = 512;

	/** The field of the log that names the trace. */
	static final String LOG_FIELD = "trace.id";

	/** Returns the trace in {@code fields}; more than one parent counts as none. */
	public static CallerTrace of(HttpFields fields) {
		if (!fields.contains(PARENT)) {
			return NONE;
		}
		List<String> parents = fields.getValuesList(PARENT);
		String state = String.join(",", fields.getValuesList(STATE));
		return (parents.size() == 1)
				? new CallerTrace(parents.getFirst(), (state.length() <= LONGEST_STATE) ? state : null) : NONE;
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
				? W3CTraceContextPropagator.getInstance().extract(Context.root(), this, new Fields()) : Context.root();
	}

	/** Runs {@code action} so that what it logs names the trace. */
	public void during(Runnable action) {
		SpanContext span = span();
		if (!span.isValid()) {
			action.run();
			return;
		}
		MDC.put(LOG_FIELD, span.getTraceId());
		try {
			action.run();
		}
		finally {
			MDC.remove(LOG_FIELD);
		}
	}

	/**
	 * The fields by name, as the propagator asks for them.
	 */
	private static final class Fields implements TextMapGetter<CallerTrace> {

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
