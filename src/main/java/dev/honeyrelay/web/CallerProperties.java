package dev.honeyrelay.web;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * How patient the relay is with its callers.
 *
 * @param headerTimeout Longest time that the header of a request may take to arrive.
 */
@ConfigurationProperties("relay.callers")
record CallerProperties(@DefaultValue("15s") Duration headerTimeout) {

	CallerProperties {
		Assert.isTrue(headerTimeout.toMillis() >= 10, "relay.callers.header-timeout must be at least 10ms");
	}

}
