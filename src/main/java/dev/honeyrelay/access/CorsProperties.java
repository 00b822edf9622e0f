package dev.honeyrelay.access;

import java.util.List;
import java.util.regex.Pattern;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Which web pages may read through the relay with a script.
 *
 * @param allowedOrigins Origins of pages that may, such as
 * https://dashboards.example.com, or * for every page; none by default.
 */
@ConfigurationProperties("relay.cors")
record CorsProperties(@DefaultValue List<String> allowedOrigins) {

	private static final String EVERY = "*";

	private static final Pattern ORIGIN = Pattern
		.compile("https?://[a-z0-9.-]+(:[0-9]{1,5})?|https?://\\[[0-9a-f:]+](:[0-9]{1,5})?");

	CorsProperties {
		allowedOrigins = List.copyOf(allowedOrigins);
		Assert.isTrue(allowedOrigins.stream().allMatch((origin) -> isOrigin(origin)),
				"relay.cors.allowed-origins must be origins as browsers send them, in lower case and without a path, or *");
	}

	/** Returns whether any page is allowed at all. */
	boolean isEnabled() {
		return !this.allowedOrigins.isEmpty();
	}

	/** Returns whether pages of {@code origin} are. */
	boolean allows(String origin) {
		return this.allowedOrigins.contains(EVERY) || this.allowedOrigins.contains(origin);
	}

	private static boolean isOrigin(String text) {
		return text.equals(EVERY) || ORIGIN.matcher(text).matches();
	}

}
