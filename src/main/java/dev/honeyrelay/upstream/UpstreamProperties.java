package dev.honeyrelay.upstream;

import java.net.URI;
import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * Where HoneyHive is and how patiently it is asked.
 *
 * @param baseUrl HoneyHive's base URL; a path prefix is kept.
 * @param dialect The family of paths that HoneyHive is asked under.
 * @param connectTimeout Longest time to establish a connection.
 * @param deadline Longest time from the first attempt to the last byte, everything
 * included.
 * @param maxResponseSize Longest body that is accepted, after decoding.
 */
@ConfigurationProperties("relay.upstream")
public record UpstreamProperties(@DefaultValue("https://api.dp1.us.honeyhive.ai") URI baseUrl,
		@DefaultValue("v1") Dialect dialect, @DefaultValue("2s") Duration connectTimeout,
		@DefaultValue("20s") Duration deadline, @DefaultValue("32MB") DataSize maxResponseSize) {

	public UpstreamProperties {
		Assert.isTrue(isHttp(baseUrl),
				"relay.upstream.base-url must be an http or https URL without user, query and fragment");
		Assert.isTrue(connectTimeout.isPositive(), "relay.upstream.connect-timeout must be more than 0");
		Assert.isTrue(deadline.isPositive(), "relay.upstream.deadline must be more than 0");
		Assert.isTrue(maxResponseSize.toBytes() > 0 && maxResponseSize.toBytes() <= Integer.MAX_VALUE - 16,
				"relay.upstream.max-response-size must be more than 0 and less than 2GB");
	}

	private static boolean isHttp(URI url) {
		return ("http".equals(url.getScheme()) || "https".equals(url.getScheme())) && url.getHost() != null
				&& url.getUserInfo() == null && url.getQuery() == null && url.getFragment() == null;
	}

}
