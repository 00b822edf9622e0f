package dev.honeyrelay.access.limit;

import com.github.benmanes.caffeine.cache.Ticker;

/**
 * Limits of callers, for tests that start no relay.
 */
public final class Limits {

	private Limits() {
	}

	/** Returns limits of so many requests a minute. */
	public static CallerLimits ofRequests(int perMinute, Ticker ticker) {
		return new CallerLimits(new LimitProperties(perMinute, 0), ticker);
	}

}
