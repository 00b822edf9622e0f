package dev.honeyrelay.results;

import java.time.Duration;
import java.time.Instant;

/**
 * For how long a caller waits for HoneyHive at most, however many questions its request
 * makes of it. Each of them has the same limit ({@code relay.upstream.deadline}), counted
 * from its own trip.
 *
 * @param longest that time
 */
public record Patience(Duration longest) {

	/**
	 * Returns how much of it is left at {@code now} to a request that came at
	 * {@code begin}; negative once it is over.
	 */
	public Duration leftOf(Instant begin, Instant now) {
		return this.longest.minus(Duration.between(begin, now));
	}

}
