package dev.honeyrelay.cache.redis;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import dev.honeyrelay.cache.ChangeHistory;
import dev.honeyrelay.cache.StoredResponse;
import dev.honeyrelay.response.FetchedResponse;
import org.jspecify.annotations.Nullable;

/**
 * Moves instants between the steady time of this process and the wall time that replicas
 * compare by. A wall clock that is put right by an hour can make shared answers look
 * older than they are, or be refused, but never younger.
 */
final class SharedClock {

	// Less than this is how two readings of one clock differ, or how a clock is slewed.
	private static final Duration JITTER = Duration.ofMillis(100);

	// How far another replica's clock may be ahead of this one's.
	private static final Duration TOLERANCE = Duration.ofSeconds(5);

	private final InstantSource steady;

	private final InstantSource wall;

	private volatile Duration offset = Duration.ZERO;

	SharedClock(InstantSource steady, InstantSource wall) {
		this.steady = steady;
		this.wall = wall;
	}

	/** Returns the steady time. */
	Instant now() {
		return this.steady.instant();
	}

	/** Returns {@code instant} by the wall clock. */
	Instant toWall(Instant instant) {
		return instant.plus(offset());
	}

	/** Returns {@code stored} with its times by the wall clock. */
	StoredResponse toWall(StoredResponse stored) {
		return moved(stored, offset());
	}

	/**
	 * Returns when {@code instant} of some replica's wall clock was by the steady time;
	 * never in the future.
	 */
	Instant toSteady(Instant instant) {
		Instant now = now();
		Instant moved = instant.minus(offset());
		return moved.isAfter(now) ? now : moved;
	}

	/**
	 * Returns {@code stored} with its times by the steady time; it is never younger than
	 * just asked for.
	 */
	StoredResponse toSteady(StoredResponse stored) {
		Instant askedAt = stored.seen().askedAt();
		return moved(stored, Duration.between(askedAt, toSteady(askedAt)));
	}

	/**
	 * Returns whether no clock that agrees with this one can show {@code instant} yet.
	 */
	boolean isAhead(Instant instant) {
		return instant.isAfter(toWall(now()).plus(TOLERANCE));
	}

	// Kept while it is right within the jitter, so that what becomes wall time and comes
	// back is the same to the nanosecond.
	private Duration offset() {
		Duration measured = Duration.between(this.steady.instant(), this.wall.instant());
		if (measured.minus(this.offset).abs().compareTo(JITTER) > 0) {
			this.offset = measured;
		}
		return this.offset;
	}

	private static StoredResponse moved(StoredResponse stored, Duration by) {
		FetchedResponse seen = stored.seen();
		ChangeHistory stillness = stored.stillness();
		return new StoredResponse(
				new FetchedResponse(seen.representation(), seen.fingerprint(), seen.settled(), seen.askedAt().plus(by),
						moved(seen.touchedAt(), by), seen.directives(), seen.validator()),
				new ChangeHistory(stillness.since().plus(by), stillness.changeSeen()), stored.freshUntil().plus(by));
	}

	// HoneyHive may name any time; before this it makes no difference where exactly.
	private static @Nullable Instant moved(@Nullable Instant instant, Duration by) {
		return (instant != null && instant.isAfter(Instant.EPOCH)) ? instant.plus(by) : instant;
	}

}
