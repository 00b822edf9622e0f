package dev.honeyrelay.upstream;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

import dev.honeyrelay.credentials.ApiKey;
import dev.honeyrelay.outbound.Authority;

import org.springframework.util.Assert;

/**
 * The URL that every path of HoneyHive's begins with.
 *
 * @param value scheme, host, port and path prefix, without a slash at its end
 */
public record BaseUrl(String value) {

	private static final Pattern PATH = Pattern.compile("[A-Za-z0-9._~!$&'(*+,;=:@%/)-]*+");

	private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

	private static final int MAX_LENGTH = 1000;

	/**
	 * Reads {@code text}; what it says in error never has the text, in which somebody may
	 * have put a secret.
	 * @throws IllegalArgumentException if it is not an {@code http} or {@code https} URL
	 * of a host
	 */
	public static BaseUrl of(String text) {
		String url = ApiKey.stripped(text);
		check(url.length() <= MAX_LENGTH, "not be that long");
		int colon = url.indexOf("://");
		String scheme = (colon > 0) ? url.substring(0, colon).toLowerCase(Locale.ROOT) : "";
		check(scheme.equals("http") || scheme.equals("https"), "begin with http:// or https://");
		String rest = url.substring(colon + 3);
		check(rest.indexOf('?') < 0 && rest.indexOf('#') < 0, "have no query and no fragment");
		int slash = rest.indexOf('/');
		String authority = (slash < 0) ? rest : rest.substring(0, slash);
		String path = (slash < 0) ? "" : rest.substring(slash);
		check(authority.indexOf('@') < 0, "have no user and no password; HoneyHive's key is HH_API_KEY");
		checkAuthority(authority);
		check(PATH.matcher(path).matches() && !BAD_ESCAPE.matcher(path).find(),
				"have a path of ASCII characters, any others percent-encoded");
		int end = path.length();
		while (end > 0 && path.charAt(end - 1) == '/') {
			end--;
		}
		return new BaseUrl(scheme + "://" + authority + path.substring(0, end));
	}

	/** Returns whether TLS is spoken there. */
	public boolean isSecure() {
		return this.value.startsWith("https:");
	}

	/**
	 * Returns the URL of {@code target}, a path that begins with a slash: relative to
	 * {@link #origin()} where the host is none by RFC 2396, which {@link URI} goes by.
	 */
	URI at(String target) {
		URI whole = URI.create(this.value + target);
		return (whole.getHost() != null) ? whole : URI.create(this.value.substring(origin().length()) + target);
	}

	/** Returns scheme, host and port. */
	public String origin() {
		int path = this.value.indexOf('/', this.value.indexOf("://") + 3);
		return (path < 0) ? this.value : this.value.substring(0, path);
	}

	private static void checkAuthority(String authority) {
		try {
			Authority.of(authority, 0);
		}
		catch (IllegalArgumentException ex) {
			check(false, String.valueOf(ex.getMessage()));
		}
	}

	private static void check(boolean well, String rule) {
		Assert.isTrue(well, () -> "relay.upstream.base-url must " + rule);
	}

}
