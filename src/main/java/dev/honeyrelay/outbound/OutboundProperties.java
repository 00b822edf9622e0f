package dev.honeyrelay.outbound;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The way to HoneyHive, and to everything else that the relay asks where it has no
 * settings of its own.
 *
 * @param proxy URL of the proxy that connections go through:
 * http://user:password@proxy.corp.example:3128, https:// or socks5://; empty for the one
 * that the environment names (HTTPS_PROXY, HTTP_PROXY, ALL_PROXY), if any.
 * @param noProxy What is asked without a proxy: names (those below them included), with
 * or without a port, addresses, networks, or "*"; empty for what the environment says
 * (NO_PROXY).
 * @param sslBundle Name of a bundle of spring.ssl.bundle.* with whom to trust and, where
 * it is asked for, a client certificate; empty for whom the JVM trusts.
 */
@ConfigurationProperties("relay.upstream")
record OutboundProperties(@Nullable ProxyUrl proxy, @DefaultValue List<String> noProxy, @Nullable String sslBundle) {

	OutboundProperties {
		noProxy = List.copyOf(noProxy);
	}

	/**
	 * Returns what they say.
	 * @throws IllegalArgumentException if one cannot be right, in one sentence without a
	 * secret
	 */
	WayOut wayOut() {
		return WayOut.of("relay.upstream", this.proxy, this.noProxy, this.sslBundle);
	}

}
