package dev.honeyrelay.outbound;

import java.util.Locale;
import java.util.regex.Pattern;

import io.netty.util.NetUtil;

import org.springframework.util.Assert;

/**
 * The host and port of a URL (RFC 3986 section 3.2).
 *
 * @param host name or address, in small letters; an IPv6 address without brackets
 * @param port 1 to 65535, or 0 for none
 */
public record Authority(String host, int port) {

	// As containers and their networks name hosts, underscores included.
	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,255}+");

	private static final Pattern PORT = Pattern.compile("[0-9]{1,5}+");

	private static final int MAX_PORT = 65_535;

	/**
	 * Returns what {@code text} spells; without a port, the port is {@code otherwise}.
	 * @throws IllegalArgumentException if it spells none; its message says what it must
	 * do, and never has the text, in which somebody may have put a secret
	 */
	public static Authority of(String text, int otherwise) {
		int end = text.startsWith("[") ? text.indexOf(']') + 1 : text.indexOf(':');
		String host = (end < 0) ? text : text.substring(0, end);
		String port = text.substring(host.length());
		boolean bracketed = host.startsWith("[") && NetUtil.isValidIpV6Address(host.substring(1, host.length() - 1))
				&& host.indexOf('%') < 0;
		Assert.isTrue(bracketed || NAME.matcher(host).matches(),
				"name a host: letters, digits, dots, hyphens and underscores, or an IPv6 address in brackets");
		Assert.isTrue(port.isEmpty() || (port.startsWith(":") && isPort(port.substring(1))),
				"have a port from 1 to 65535, or none");
		String name = bracketed ? host.substring(1, host.length() - 1) : host;
		return new Authority(name.toLowerCase(Locale.ROOT),
				port.isEmpty() ? otherwise : Integer.parseInt(port.substring(1)));
	}

	/** Returns it without its port, if that is {@code usual}. */
	Authority without(int usual) {
		return (this.port == usual) ? new Authority(this.host, 0) : this;
	}

	/** Returns it as a URL has it. */
	@Override
	public String toString() {
		String name = (this.host.indexOf(':') < 0) ? this.host : '[' + this.host + ']';
		return (this.port > 0) ? name + ':' + this.port : name;
	}

	private static boolean isPort(String text) {
		return PORT.matcher(text).matches() && Integer.parseInt(text) > 0 && Integer.parseInt(text) <= MAX_PORT;
	}

}
