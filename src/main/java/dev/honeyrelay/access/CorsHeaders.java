package dev.honeyrelay.access;

import java.io.IOException;
import java.util.function.BiConsumer;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The header fields by which a browser lets the scripts of a page read a response, an
 * answer as well as a refusal.
 */
@Component
public final class CorsHeaders {

	private static final String EXPOSED = "ETag, Cache-Status, Age, Relay-Unchanged-For, "
			+ "Preference-Applied, X-Request-Id, Retry-After, RateLimit, RateLimit-Policy";

	private static final String ASKABLE = "Authorization, Relay-Project, Prefer, If-None-Match, X-Request-Id, Traceparent, "
			+ "Tracestate, Baggage, Sentry-Trace, X-Requested-With, Cache-Control, Content-Type";

	// No browser remembers for longer.
	private static final String TWO_HOURS = "7200";

	private final CorsProperties properties;

	CorsHeaders(CorsProperties properties) {
		this.properties = properties;
	}

	/** Returns whether any page may read anything. */
	public boolean isEnabled() {
		return this.properties.isEnabled();
	}

	/**
	 * Adds what a page of {@code origin} needs, if it is one that may read.
	 * @param origin as its browser sent it, or {@code null} for no page
	 * @param set takes the name and value of a field
	 * @param add takes a field that may be there already
	 * @return whether the page may read
	 */
	public boolean add(@Nullable String origin, BiConsumer<String, String> set, BiConsumer<String, String> add) {
		if (!isEnabled()) {
			return false;
		}
		add.accept(HttpHeaders.VARY, HttpHeaders.ORIGIN);
		if (origin == null || !this.properties.allows(origin)) {
			return false;
		}
		set.accept(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
		set.accept(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
		return true;
	}

	/**
	 * Returns what lets scripts of the allowed pages read what the relay answers, and
	 * answers their browsers' preflights, which have no credential. Requests of other
	 * pages are treated as if CORS did not exist: it is their browser that keeps the
	 * answer from them.
	 */
	Filter filter() {
		return new CorsFilter();
	}

	/** Adds them, and answers preflights. */
	private final class CorsFilter extends OncePerRequestFilter {

		@Override
		protected boolean shouldNotFilter(HttpServletRequest request) {
			return !isEnabled();
		}

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws ServletException, IOException {
			boolean allowed = add(request.getHeader(HttpHeaders.ORIGIN), response::setHeader, response::addHeader);
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

}
