package dev.honeyrelay.web;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * How patient the relay is with its callers.
 *
 * @param headerTimeout Longest time that the header of a request may take to arrive.
 * @param drainDelay How long the relay goes on answering after its readiness is off.
 */
@ConfigurationProperties("relay.callers")
record CallerProperties(@DefaultValue("15s") Duration headerTimeout, @DefaultValue("2s") Duration drainDelay) {

	CallerProperties {
		Assert.isTrue(headerTimeout.toMillis() >= 10, "relay.callers.header-timeout must be at least 10ms");
		Assert.isTrue(!drainDelay.isNegative(), "relay.callers.drain-delay must not be negative");
	}

}
