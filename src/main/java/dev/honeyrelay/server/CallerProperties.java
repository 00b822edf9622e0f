package dev.honeyrelay.server;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

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
 * @param minRate Bytes of an answer that a caller must take each second, in the mean over
 * ten seconds, after the first megabyte; zero for no least rate.
 * @param maxShare Share of {@code relay.upstream.max-in-flight} that the answers that are
 * being sent to one caller may take together; all but that share while nobody else has
 * asked for anything for ten minutes.
 * @param maxWait Longest time for which a request may wait until an answer is still; less
 * than the time after which a load balancer gives up.
 * @param still For how long an answer that is waited for has to be unchanged, unless the
 * caller says otherwise.
 * @param maxWaiting Requests that may wait at once; beyond it they are answered at once.
 */
@ConfigurationProperties("relay.callers")
public record CallerProperties(@DefaultValue("15s") Duration headerTimeout, @DefaultValue("100") int maxHeaderFields,
		@DefaultValue("10000") int maxConnections, @DefaultValue("75s") Duration idleTimeout,
		@DefaultValue("10s") Duration drainDelay, @DefaultValue("16KB") DataSize minRate,
		@DefaultValue("0.25") double maxShare, @DefaultValue("50s") Duration maxWait,
		@DefaultValue("10s") Duration still, @DefaultValue("1000") int maxWaiting) {

	public CallerProperties {
		Assert.isTrue(headerTimeout.toMillis() >= 10, "relay.callers.header-timeout must be at least 10ms");
		Assert.isTrue(maxHeaderFields >= 1, "relay.callers.max-header-fields must be at least 1");
		Assert.isTrue(maxConnections >= 1, "relay.callers.max-connections must be at least 1");
		Assert.isTrue(idleTimeout.toMillis() >= 10, "relay.callers.idle-timeout must be at least 10ms");
		Assert.isTrue(!drainDelay.isNegative(), "relay.callers.drain-delay must not be negative");
		Assert.isTrue(minRate.toBytes() >= 0, "relay.callers.min-rate must not be negative");
		Assert.isTrue(maxShare > 0 && maxShare <= 1, "relay.callers.max-share must be more than 0 and at most 1");
		Assert.isTrue(!maxWait.isNegative(), "relay.callers.max-wait must not be negative");
		Assert.isTrue(!still.isNegative(), "relay.callers.still must not be negative");
		Assert.isTrue(maxWaiting >= 0, "relay.callers.max-waiting must not be negative");
	}

}
