package dev.honeyrelay.access.gateway;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Whose word is taken for where a connection comes from.
 *
 * @param trustedNetworks Networks of the balancers that may begin a connection with the
 * PROXY protocol, version 1 or 2, such as 10.1.2.0/24, each at most as wide as /16 (IPv6:
 * /48); none for nobody. The address that it tells counts as the peer's, for
 * relay.gateway.trusted-networks, too.
 */
@ConfigurationProperties("relay.proxy-protocol")
record ProxyProtocolProperties(@DefaultValue List<String> trustedNetworks) {

	private static final String SETTING = "relay.proxy-protocol.trusted-networks";

	ProxyProtocolProperties {
		trustedNetworks = List.copyOf(trustedNetworks);
		Assert.isTrue(trustedNetworks.stream().map((text) -> Network.of(SETTING, text)).noneMatch(Network::isWide),
				SETTING + " has a network wider than /16, in which anybody could tell any address");
	}

	/** Returns the networks. */
	List<Network> networks() {
		return this.trustedNetworks.stream().map((text) -> Network.of(SETTING, text)).toList();
	}

}
