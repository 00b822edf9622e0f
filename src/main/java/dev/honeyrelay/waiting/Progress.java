package dev.honeyrelay.waiting;

import java.time.Instant;

import dev.honeyrelay.results.Look;
import org.jspecify.annotations.Nullable;

/**
 * How far a loop has come, so that another one for the same question can go on with it
 * and HoneyHive is asked no sooner.
 *
 * @param looks how many looks have come back
 * @param due when the next one is due
 * @param seen the last sight of the answer, without the answer, or {@code null}
 */
record Progress(int looks, Instant due, Look.@Nullable Seen seen) {

	/**
	 * Returns whether HoneyHive would be asked too soon at {@code now} if this were
	 * forgotten.
	 */
	boolean isRecentAt(Instant now) {
		return this.looks > 0 && now.isBefore(this.due.plus(LookSchedule.LONGEST));
	}

}
