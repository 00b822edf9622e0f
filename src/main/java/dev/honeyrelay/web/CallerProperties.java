package dev.honeyrelay.web;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * How patient the relay is with its callers, and how many it lets in.
 *
 * @param headerTimeout Longest time that the header of a request may take to arrive, from
 * its first byte.
 * @param maxHeaderFields Most fields that the header of a request may have; beyond it:
 * 431.
 * @param maxConnections Connections that may be open at once, on each port; beyond it the
 * newest is refused.
 * @param idleTimeout How long a connection on which nothing happens is kept.
 * @param drainDelay How long the relay goes on answering after its readiness is off.
 */
@ConfigurationProperties("relay.callers")
record CallerProperties(@DefaultValue("15s") Duration headerTimeout, @DefaultValue("100") int maxHeaderFields,
		@DefaultValue("10000") int maxConnections, @DefaultValue("75s") Duration idleTimeout,
		@DefaultValue("10s") Duration drainDelay) {

	CallerProperties {
		Assert.isTrue(headerTimeout.toMillis() >= 10, "relay.callers.header-timeout must be at least 10ms");
		Assert.isTrue(maxHeaderFields >= 1, "relay.callers.max-header-fields must be at least 1");
		Assert.isTrue(maxConnections >= 1, "relay.callers.max-connections must be at least 1");
		Assert.isTrue(idleTimeout.toMillis() >= 10, "relay.callers.idle-timeout must be at least 10ms");
		Assert.isTrue(!drainDelay.isNegative(), "relay.callers.drain-delay must not be negative");
	}

}
