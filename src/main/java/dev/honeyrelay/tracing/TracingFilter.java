package dev.honeyrelay.tracing;

import java.io.IOException;
import java.util.Set;

import dev.honeyrelay.logging.RequestEnd;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;
import org.slf4j.MDC;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Continues the trace of a caller, and gives a request a span of its own where it is to
 * have one.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class TracingFilter implements Filter {

	private static final Set<String> PROBES = Set.of("/livez", "/readyz");

	private final TraceChoice choice;

	private final Tracer tracer;

	TracingFilter(TraceChoice choice, Tracer tracer) {
		this.choice = choice;
		this.tracer = tracer;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		Request received = ServletContextRequest.getServletContextRequest(request);
		CallerTrace caller = CallerTrace.of(received.getHeaders());
		if (!PROBES.contains(Request.getPathInContext(received)) && this.choice.isTraced(received, caller)) {
			Context context = caller.context();
			RequestSpan own = RequestSpan.begin(this.tracer, context, (HttpServletRequest) request);
			try {
				within(context.with(own.span()), request, response, chain);
			}
			finally {
				RequestEnd.then(request, () -> own.end((HttpServletRequest) request, (HttpServletResponse) response));
			}
		}
		else if (caller.span().isValid()) {
			within(caller.context(), request, response, chain);
		}
		else {
			chain.doFilter(request, response);
		}
	}

	private static void within(Context context, ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		MDC.put(CallerTrace.LOG_FIELD, Span.fromContext(context).getSpanContext().getTraceId());
		try (Scope _ = context.makeCurrent()) {
			chain.doFilter(request, response);
		}
		finally {
			MDC.remove(CallerTrace.LOG_FIELD);
		}
	}

}
