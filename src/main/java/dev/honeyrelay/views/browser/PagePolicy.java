package dev.honeyrelay.views.browser;

import java.util.Map;

/**
 * What a browser may load and run for a page, and whom it tells of it.
 */
public final class PagePolicy {

	/** The media type of pages. */
	public static final String TYPE = "text/html;charset=utf-8";

	private PagePolicy() {
	}

	/** Returns the header fields of a page that takes its styles from {@code styles}. */
	public static Map<String, String> fields(String styles) {
		return Map.of("Content-Security-Policy",
				"default-src 'none'; script-src 'self'; style-src " + styles
						+ "; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; "
						+ "form-action 'self'; frame-ancestors 'none'",
				"Referrer-Policy", "no-referrer", "X-Frame-Options", "DENY");
	}

}
