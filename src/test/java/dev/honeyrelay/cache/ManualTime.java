package dev.honeyrelay.cache;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

import com.github.benmanes.caffeine.cache.Ticker;

/**
 * One hand-turned clock for both freshness (instants) and eviction (ticks). Any thread
 * may read it while another turns it.
 */
public final class ManualTime implements InstantSource, Ticker {

	/** The instant at which every such clock starts. */
	public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private final AtomicLong elapsed = new AtomicLong();

	/** Turns the clock on by {@code step}. */
	public void advance(Duration step) {
		this.elapsed.addAndGet(step.toNanos());
	}

	/** Turns the clock on to {@code moment}, which must not lie in its past. */
	public void advanceTo(Instant moment) {
		advance(Duration.between(instant(), moment));
	}

	@Override
	public Instant instant() {
		return START.plusNanos(this.elapsed.get());
	}

	@Override
	public long read() {
		return this.elapsed.get();
	}

}
