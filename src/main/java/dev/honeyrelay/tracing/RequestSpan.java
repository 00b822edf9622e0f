package dev.honeyrelay.tracing;

import java.util.Set;

import dev.honeyrelay.logging.RequestIds;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.servlet.HandlerMapping;

/**
 * What a trace shows of a request: names and numbers of ours. Nothing that the caller
 * wrote is in it, for it may be a token: no path, no parameter, no unheard-of method.
 *
 * @param span the span that tells it
 * @param method the request's method
 */
record RequestSpan(Span span, String method) {

	private static final Set<String> KNOWN = Set.of("GET", "HEAD", "DELETE", "OPTIONS", "POST", "PUT", "PATCH");

	/** Begins the span of {@code request} within its caller's trace. */
	static RequestSpan begin(Tracer tracer, Context caller, HttpServletRequest request) {
		String method = KNOWN.contains(request.getMethod()) ? request.getMethod() : "_OTHER";
		return new RequestSpan(tracer.spanBuilder(method)
			.setParent(caller)
			.setSpanKind(SpanKind.SERVER)
			.setAttribute("http.request.method", method)
			.startSpan(), method);
	}

	/** Tells what came of {@code request}, and ends. */
	void end(HttpServletRequest request, HttpServletResponse response) {
		if (request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE) instanceof String route) {
			this.span.updateName(this.method + ' ' + route);
			this.span.setAttribute("http.route", route);
		}
		String cacheStatus = response.getHeader("Cache-Status");
		if (cacheStatus != null) {
			this.span.setAttribute("relay.cache_status", cacheStatus);
		}
		this.span.setAttribute("relay.request_id", RequestIds.of(response));
		this.span.setAttribute("http.response.status_code", response.getStatus());
		if (response.getStatus() >= HttpServletResponse.SC_INTERNAL_SERVER_ERROR) {
			this.span.setStatus(StatusCode.ERROR);
		}
		this.span.end();
	}

}
