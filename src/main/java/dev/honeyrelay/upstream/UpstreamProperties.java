package dev.honeyrelay.upstream;

import java.time.Duration;
import java.util.Objects;

import dev.honeyrelay.memory.Heap;
import org.jspecify.annotations.Nullable;

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
 * @param maxResponseSize Longest body that is accepted, after decoding; 32 MB unless set,
 * or all that may be on its way where that is less.
 * @param maxConcurrent Requests to HoneyHive that may be under way at once, for each
 * project.
 * @param maxWaiting Trips that may wait for one of those to end, for each project.
 * @param connectionLifetime Longest time for which a connection is used; a name that has
 * moved is followed within it, and the name's own lifetime.
 * @param connectionIdle Longest time for which a connection is kept without use.
 * @param maxInFlight Bytes that all answers on their way may take together; a quarter of
 * the heap unless set.
 * @param retry How a request that failed is tried again.
 * @param circuit When HoneyHive is left alone, for each project.
 */
@ConfigurationProperties("relay.upstream")
public record UpstreamProperties(@DefaultValue("https://api.dp1.us.honeyhive.ai") BaseUrl baseUrl,
		@DefaultValue("v1") Dialect dialect, @DefaultValue("2s") Duration connectTimeout,
		@DefaultValue("20s") Duration deadline, @Nullable DataSize maxResponseSize,
		@DefaultValue("64") int maxConcurrent, @DefaultValue("256") int maxWaiting,
		@DefaultValue("60s") Duration connectionLifetime, @DefaultValue("20s") Duration connectionIdle,
		@Nullable DataSize maxInFlight, @DefaultValue Retry retry, @DefaultValue Circuit circuit) {

	private static final DataSize LARGEST_RESPONSE = DataSize.ofMegabytes(32);

	public UpstreamProperties {
		maxInFlight = (maxInFlight != null) ? maxInFlight : DataSize.ofBytes(Heap.defaultShare());
		maxResponseSize = (maxResponseSize != null) ? maxResponseSize
				: (maxInFlight.compareTo(LARGEST_RESPONSE) < 0) ? maxInFlight : LARGEST_RESPONSE;
		Assert.isTrue(connectTimeout.isPositive(), "relay.upstream.connect-timeout must be more than 0");
		Assert.isTrue(deadline.isPositive(), "relay.upstream.deadline must be more than 0");
		Assert.isTrue(maxResponseSize.toBytes() > 0 && maxResponseSize.toBytes() <= Integer.MAX_VALUE - 16,
				"relay.upstream.max-response-size must be more than 0 and less than 2GB");
		Assert.isTrue(maxConcurrent > 0 && maxWaiting >= 0 && maxWaiting <= Integer.MAX_VALUE - maxConcurrent,
				"relay.upstream.max-concurrent must be more than 0 and max-waiting not negative,"
						+ " and both together less than 2147483648");
		Assert.isTrue(connectionLifetime.isPositive() && connectionIdle.isPositive(),
				"relay.upstream.connection-lifetime and connection-idle must be more than 0");
		Assert.isTrue(maxInFlight.compareTo(maxResponseSize) >= 0,
				"relay.upstream.max-in-flight must be at least relay.upstream.max-response-size, but is "
						+ maxInFlight.toMegabytes() + " MB of " + maxResponseSize.toMegabytes()
						+ "; it is a quarter of the heap unless it is set");
	}

	@Override
	public DataSize maxResponseSize() {
		return Objects.requireNonNull(this.maxResponseSize);
	}

	@Override
	public DataSize maxInFlight() {
		return Objects.requireNonNull(this.maxInFlight);
	}

	/**
	 * How a request that failed is tried again.
	 *
	 * @param maxAttempts Requests that one trip may make before it gives up, the first
	 * included.
	 * @param backoff Pause before the second request; later ones are longer, and each
	 * varies by half.
	 */
	public record Retry(@DefaultValue("3") int maxAttempts, @DefaultValue("100ms") Duration backoff) {

		public Retry {
			Assert.isTrue(maxAttempts > 0, "relay.upstream.retry.max-attempts must be more than 0");
			Assert.isTrue(backoff.toMillis() > 0, "relay.upstream.retry.backoff must be at least 1ms");
		}

	}

	/**
	 * When HoneyHive is left alone.
	 *
	 * @param enabled Whether HoneyHive is left alone when it fails too often.
	 * @param failureRate Share of failed trips from which on HoneyHive is left alone.
	 * @param minTrips Trips within the window below which no share is computed.
	 * @param window Time over which trips are counted.
	 * @param openFor How long HoneyHive is left alone before one trip tries again.
	 */
	public record Circuit(@DefaultValue("true") boolean enabled, @DefaultValue("0.5") float failureRate,
			@DefaultValue("5") int minTrips, @DefaultValue("60s") Duration window,
			@DefaultValue("5s") Duration openFor) {

		// Something is kept for each second of it.
		private static final Duration LONGEST_WINDOW = Duration.ofDays(1);

		public Circuit {
			Assert.isTrue(failureRate > 0 && failureRate <= 1,
					"relay.upstream.circuit.failure-rate must be more than 0 and at most 1");
			Assert.isTrue(minTrips > 0, "relay.upstream.circuit.min-trips must be more than 0");
			Assert.isTrue(window.toSeconds() > 0 && window.compareTo(LONGEST_WINDOW) <= 0,
					"relay.upstream.circuit.window must be at least 1s and at most 1d");
			Assert.isTrue(openFor.toMillis() > 0, "relay.upstream.circuit.open-for must be at least 1ms");
		}

	}

}
