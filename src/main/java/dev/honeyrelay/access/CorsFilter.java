package dev.honeyrelay.access;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets scripts of the allowed pages read what the relay answers, and answers their
 * browsers' preflights, which have no credential. Requests of other pages are treated as
 * if CORS did not exist: it is their browser that keeps the answer from them.
 */
final class CorsFilter extends OncePerRequestFilter {

	private static final String ASKABLE = "Authorization, Relay-Project, Prefer, If-None-Match, X-Request-Id, Traceparent, "
			+ "Tracestate, Baggage, Sentry-Trace, X-Requested-With, Cache-Control, Content-Type";

	// No browser remembers for longer.
	private static final String TWO_HOURS = "7200";

	private final CorsHeaders headers;

	CorsFilter(CorsHeaders headers) {
		this.headers = headers;
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return !this.headers.isEnabled();
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		boolean allowed = this.headers.add(request.getHeader(HttpHeaders.ORIGIN), response::setHeader,
				response::addHeader);
		if (allowed && CorsUtils.isPreFlightRequest(request)) {
			response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
			response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD");
			response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, ASKABLE);
			response.setHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, TWO_HOURS);
			response.setStatus(HttpServletResponse.SC_NO_CONTENT);
			return;
		}
		chain.doFilter(request, response);
	}

}
