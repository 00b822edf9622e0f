package dev.honeyrelay.access.limit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * How much one caller may ask of this replica, unless its entry in the credentials file
 * says otherwise.
 *
 * @param requestsPerMinute How often a caller may ask within a minute, answers from
 * memory included; 0 for as often as it likes.
 * @param concurrentMisses How many trips to HoneyHive a caller may have under way at
 * once; 0 for as many as its project may.
 */
@ConfigurationProperties("relay.limits")
record LimitProperties(@DefaultValue("0") int requestsPerMinute, @DefaultValue("0") int concurrentMisses) {

	LimitProperties {
		Assert.isTrue(requestsPerMinute >= 0, "relay.limits.requests-per-minute must not be negative");
		Assert.isTrue(concurrentMisses >= 0, "relay.limits.concurrent-misses must not be negative");
	}

}
