package dev.honeyrelay.waiting;

import java.time.Duration;
import java.time.Instant;

/**
 * How long after one look the next one is due.
 */
final class LookSchedule {

	/** The shortest pause, also after a look that somebody else does. */
	static final Duration SHORTEST = Duration.ofSeconds(1);

	/** The longest pause. */
	static final Duration LONGEST = Duration.ofSeconds(5);

	private static final int[] SECONDS = { 1, 2, 4, 5 };

	private LookSchedule() {
	}

	/**
	 * Returns when the look after the one of that {@code number} is due.
	 * @param left when the request of that one left
	 * @param now when it came back
	 */
	static Instant next(int number, Instant left, Instant now) {
		Instant due = left.plus(pauseAfter(number));
		return due.isAfter(now) ? due : now.plus(SHORTEST);
	}

	/**
	 * Returns the pause after the look of that {@code number}, the first of which is 0.
	 */
	static Duration pauseAfter(int number) {
		return Duration.ofSeconds(SECONDS[Math.min(number, SECONDS.length - 1)]);
	}

}
