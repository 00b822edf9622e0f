package dev.honeyrelay.access.gateway;

import java.math.BigInteger;
import java.net.InetAddress;

import org.springframework.util.Assert;

/**
 * A network of addresses, as in {@code 10.1.2.0/24}.
 *
 * @param address an address in it
 * @param prefix how many bits all its addresses have in common
 */
record Network(InetAddress address, int prefix) {

	private static final int IPV4_BITS = 32;

	private static final int WIDE_IPV4 = 16;

	private static final int WIDE_IPV6 = 48;

	Network {
		Assert.isTrue(prefix >= 0 && prefix <= bits(address), "no such prefix");
	}

	/**
	 * Returns the network that {@code text} spells; a single address is one, too.
	 * @throws IllegalArgumentException if it spells none; no name is looked up
	 */
	static Network of(String text) {
		int slash = text.indexOf('/');
		String literal = (slash < 0) ? text : text.substring(0, slash);
		InetAddress address = InetAddress.ofLiteral(literal);
		// Java takes 10.1 for 10.0.0.1, and nobody who writes it does.
		Assert.isTrue(bits(address) != IPV4_BITS || address.getHostAddress().equals(literal), "not four numbers");
		return new Network(address, (slash < 0) ? bits(address) : Integer.parseInt(text.substring(slash + 1)));
	}

	/**
	 * Returns the network that {@code text} spells, an element of {@code setting}.
	 * @throws IllegalArgumentException if it spells none, with the setting's name
	 */
	static Network of(String setting, String text) {
		try {
			return of(text);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(setting + " must be networks such as 10.1.2.0/24 or fd00:1:2::/48", ex);
		}
	}

	/** Returns whether {@code other} is in it. */
	boolean contains(InetAddress other) {
		return bits(other) == bits(this.address) && common(other).equals(common(this.address));
	}

	/** Returns whether it is so large that being in it proves little. */
	boolean isWide() {
		return this.prefix < ((bits(this.address) == IPV4_BITS) ? WIDE_IPV4 : WIDE_IPV6);
	}

	private BigInteger common(InetAddress one) {
		return new BigInteger(1, one.getAddress()).shiftRight(bits(one) - this.prefix);
	}

	private static int bits(InetAddress address) {
		return address.getAddress().length * Byte.SIZE;
	}

}
