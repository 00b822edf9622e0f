package dev.honeyrelay.cache;

import java.time.Instant;
import java.time.InstantSource;

import com.github.benmanes.caffeine.cache.Ticker;

/**
 * Instants that never jump: the wall time of the start, moved on by a monotonic ticker. A
 * clock that is put right makes nothing fresh or stale.
 */
final class SteadyTime implements InstantSource {

	private final Ticker ticker;

	private final Instant start;

	private final long startTick;

	SteadyTime(Ticker ticker, InstantSource wallTime) {
		this.ticker = ticker;
		this.start = wallTime.instant();
		this.startTick = ticker.read();
	}

	@Override
	public Instant instant() {
		return this.start.plusNanos(this.ticker.read() - this.startTick);
	}

}
