package dev.honeyrelay.access.jwt;

import java.util.List;

import dev.honeyrelay.outbound.DocumentClient;
import dev.honeyrelay.outbound.Outbound;
import dev.honeyrelay.outbound.ProxyUrl;
import dev.honeyrelay.outbound.WayOut;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The way to the issuers' key sets, as far as it is not the way to HoneyHive.
 *
 * @param proxy URL of the proxy through which key sets are fetched; empty for that of
 * relay.upstream.proxy.
 * @param noProxy Which issuers are asked without a proxy, in the words of
 * relay.upstream.no-proxy; empty for what is said there, "*" for all of them.
 * @param sslBundle Name of a bundle of spring.ssl.bundle.* with whom to trust there;
 * empty for that of relay.upstream.ssl-bundle.
 */
@ConfigurationProperties("relay.jwt")
public record IssuerWayProperties(@Nullable ProxyUrl proxy, @DefaultValue List<String> noProxy,
		@Nullable String sslBundle) {

	public IssuerWayProperties {
		noProxy = List.copyOf(noProxy);
	}

	/**
	 * Returns what fetches on this way.
	 * @throws IllegalArgumentException if a setting cannot be right, in one sentence
	 * without a secret
	 */
	public DocumentClient documents(Outbound outbound) {
		return outbound.documents(WayOut.of("relay.jwt", this.proxy, this.noProxy, this.sslBundle));
	}

}
