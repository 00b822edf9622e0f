package dev.honeyrelay.outbound;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A proxy that connections go through.
 *
 * @param kind how it is spoken to
 * @param address where it is
 * @param user the user to log in as, or {@code null} for nobody
 * @param password that user's password; empty where there is none
 */
record Proxy(Kind kind, Authority address, @Nullable String user, String password) {

	private static final int MAX_LENGTH = 2000;

	private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

	/**
	 * Reads a URL. One without a scheme is meant as {@code http://}, as everybody reads
	 * HTTP_PROXY.
	 * @throws IllegalArgumentException if it cannot be one; its message says what it must
	 * do, and never has anything of the URL, in which there may be a password
	 */
	static Proxy of(String url) {
		Assert.isTrue(url.length() <= MAX_LENGTH, "not be that long");
		int colon = url.indexOf("://");
		Kind kind = Kind.of((colon < 0) ? "http" : url.substring(0, colon));
		String rest = (colon < 0) ? url : url.substring(colon + 3);
		rest = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
		Assert.isTrue(rest.chars().noneMatch((character) -> "/?#\\".indexOf(character) >= 0),
				"have no path, no query and no fragment; in a user or a password these characters are percent-encoded");
		int at = rest.lastIndexOf('@');
		Authority address = Authority.of(rest.substring(at + 1), kind.port);
		if (at < 0) {
			return new Proxy(kind, address, null, "");
		}
		int parting = rest.indexOf(':');
		boolean hasPassword = parting >= 0 && parting < at;
		String user = decoded(rest.substring(0, hasPassword ? parting : at));
		Assert.isTrue(!user.isEmpty() && user.indexOf(':') < 0, "have a user without a colon before the password");
		return new Proxy(kind, address, user, hasPassword ? decoded(rest.substring(parting + 1, at)) : "");
	}

	private static String decoded(String part) {
		Assert.isTrue(!BAD_ESCAPE.matcher(part).find(), "have a user and a password that are percent-encoded");
		String text = URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
		Assert.isTrue(text.chars().noneMatch((character) -> Character.isISOControl(character) || character == 0xFFFD),
				"have a user and a password without control characters, in UTF-8");
		return text;
	}

	/**
	 * Returns what the field Proxy-Authorization says (RFC 7617), or {@code null} for no
	 * such field.
	 */
	@Nullable String authorization() {
		return (this.user != null) ? "Basic "
				+ Base64.getEncoder().encodeToString((this.user + ':' + this.password).getBytes(StandardCharsets.UTF_8))
				: null;
	}

	/** Returns its URL without user and password. */
	@Override
	public String toString() {
		return this.kind.name().toLowerCase(Locale.ROOT) + "://" + this.address;
	}

	/**
	 * How a proxy is spoken to.
	 */
	enum Kind {

		/** By HTTP. */
		HTTP(80),

		/** By HTTP within TLS. */
		HTTPS(443),

		/** By SOCKS 5 (RFC 1928), names being resolved by the proxy. */
		SOCKS5(1080);

		private final int port;

		Kind(int port) {
			this.port = port;
		}

		private static Kind of(String scheme) {
			return switch (scheme.toLowerCase(Locale.ROOT)) {
				case "http" -> HTTP;
				case "https" -> HTTPS;
				case "socks5", "socks5h" -> SOCKS5;
				default -> throw new IllegalArgumentException("begin with http://, https:// or socks5://");
			};
		}

	}

}
