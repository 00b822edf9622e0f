package dev.honeyrelay.access;

import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * The header fields by which a browser lets the scripts of a page read a response, an
 * answer as well as a refusal.
 */
@Component
public final class CorsHeaders {

	private static final String EXPOSED = "ETag, Cache-Status, Age, Relay-Unchanged-For, "
			+ "Preference-Applied, X-Request-Id, Retry-After, RateLimit, RateLimit-Policy";

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

}
