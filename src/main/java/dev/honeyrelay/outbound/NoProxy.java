package dev.honeyrelay.outbound;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * What is asked without the proxy. Names are compared as they are written, and never
 * looked up: behind a proxy they often cannot be.
 */
final class NoProxy {

	private static final String EVERYTHING = "*";

	private final List<Predicate<Authority>> rules;

	private NoProxy(List<Predicate<Authority>> rules) {
		this.rules = rules;
	}

	/**
	 * Reads {@code entries}: names, which stand for those below them, too; either with a
	 * port; addresses; networks; {@code *} for everything.
	 * @throws IllegalArgumentException if one cannot be any of these; its message says
	 * what it must do, and does not have the entry
	 */
	static NoProxy of(List<String> entries) {
		List<Predicate<Authority>> rules = new ArrayList<>();
		for (String entry : entries) {
			if (!entry.isBlank()) {
				rules.add(rule(entry.strip()));
			}
		}
		return new NoProxy(rules);
	}

	/**
	 * Reads a variable. It was written for other programs, too: what is not understood in
	 * it is passed over, as they do.
	 */
	static NoProxy ofVariable(String value) {
		List<Predicate<Authority>> rules = new ArrayList<>();
		Stream.of(value.split("[,\\s]+")).filter((entry) -> !entry.isEmpty()).forEach((entry) -> {
			try {
				rules.add(rule(entry));
			}
			catch (IllegalArgumentException ex) {
				// Nothing that the relay asks is called like that.
			}
		});
		return new NoProxy(rules);
	}

	/** Returns whether {@code target} is asked without the proxy. */
	boolean has(Authority target) {
		return this.rules.stream().anyMatch((rule) -> rule.test(target));
	}

	private static Predicate<Authority> rule(String entry) {
		if (entry.equals(EVERYTHING)) {
			return (target) -> true;
		}
		if (entry.indexOf('/') >= 0) {
			return network(entry);
		}
		String address = NetUtil.isValidIpV6Address(entry) ? '[' + entry + ']' : entry;
		Authority said = Authority.of(address.startsWith("*.") ? address.substring(1) : address, 0);
		Predicate<Authority> host = host(said.host());
		return (target) -> (said.port() == 0 || said.port() == target.port()) && host.test(target);
	}

	private static Predicate<Authority> host(String host) {
		InetAddress address = addressOf(host);
		if (address != null) {
			return (target) -> address.equals(addressOf(target.host()));
		}
		String name = trimmed(host);
		Assert.isTrue(!name.isEmpty(), "name a host");
		return (target) -> {
			String asked = trimmed(target.host());
			return asked.equals(name) || asked.endsWith('.' + name);
		};
	}

	// A dot before a name, or after it, makes no difference, as with curl.
	private static String trimmed(String host) {
		String name = host.startsWith(".") ? host.substring(1) : host;
		return (name.endsWith(".") ? name.substring(0, name.length() - 1) : name).toLowerCase(Locale.ROOT);
	}

	private static Predicate<Authority> network(String entry) {
		int slash = entry.indexOf('/');
		InetAddress address = addressOf(entry.substring(0, slash));
		String prefix = entry.substring(slash + 1);
		Assert.isTrue(
				address != null && prefix.matches("[0-9]{1,3}")
						&& Integer.parseInt(prefix) <= address.getAddress().length * Byte.SIZE,
				"be a network such as 10.0.0.0/8 where it has a slash");
		IpSubnetFilterRule network = new IpSubnetFilterRule(address, Integer.parseInt(prefix), IpFilterRuleType.ACCEPT);
		return (target) -> {
			InetAddress asked = addressOf(target.host());
			return asked != null && asked.getClass() == address.getClass()
					&& network.matches(new InetSocketAddress(asked, target.port()));
		};
	}

	// No name is looked up; and 10.1 is a name, whatever Java makes of it.
	private static @Nullable InetAddress addressOf(String host) {
		return (NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)) ? InetAddress.ofLiteral(host)
				: null;
	}

}
