package dev.honeyrelay.cache.redis;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * The shared second level of the store, for more than one replica; where it is and how it
 * is reached is told by {@code spring.data.redis}.
 *
 * @param enabled Whether replicas share what they store, through Redis or Valkey.
 * @param timeout Longest time for which a caller waits for the shared level.
 * @param maxEntry Bytes one stored response may take, both codings counted, to be shared.
 * @param keyPrefix What every key and the channel start with; relays that must not share
 * answers need different ones.
 */
@ConfigurationProperties("relay.cache.shared")
record SharedCacheProperties(@DefaultValue("false") boolean enabled, @DefaultValue("40ms") Duration timeout,
		@DefaultValue("4MB") DataSize maxEntry, @DefaultValue("honeyhive-relay") String keyPrefix) {

	SharedCacheProperties {
		Assert.isTrue(timeout.isPositive(), "relay.cache.shared.timeout must be more than 0");
		Assert.isTrue(maxEntry.toBytes() > 0 && maxEntry.toBytes() < Integer.MAX_VALUE,
				"relay.cache.shared.max-entry must be more than 0 and less than 2 GB");
		Assert.isTrue(keyPrefix.matches("[A-Za-z0-9._-]{1,64}"),
				"relay.cache.shared.key-prefix must be 1 to 64 letters, digits, dots, underscores or hyphens");
	}

}
