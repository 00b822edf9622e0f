package dev.honeyrelay.waiting;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * When to look: at once, and then 1, 2, 4 and every 5 seconds after the last look,
 * whoever has made it.
 */
final class LookSchedule {

	/** The longest pause. */
	static final Duration LONGEST = Duration.ofSeconds(5);

	private static final Duration SHORTEST = Duration.ofSeconds(1);

	private static final int[] SECONDS = { 1, 2, 4, 5 };

	// The next claim of the same replica must not come before the end of this one.
	private static final Duration CLAIM_MARGIN = Duration.ofMillis(100);

	private Instant began;

	private Instant due;

	// How many looks have come back, other replicas' included.
	private int number;

	LookSchedule(Instant first) {
		this.began = first;
		this.due = first;
	}

	/** Goes on where another schedule was. */
	void resume(Progress earlier) {
		this.number = earlier.looks();
		this.due = earlier.due();
	}

	/** Returns when the next look is due. */
	Instant due() {
		return this.due;
	}

	/** Returns when the last look began. */
	Instant began() {
		return this.began;
	}

	/** Begins a look; returns for how long no other replica needs to do so. */
	Duration begin(Instant now) {
		this.began = now;
		return pause(this.number).minus(CLAIM_MARGIN);
	}

	/**
	 * Ends it. Stillness counts from request to request: that of a look may leave a
	 * moment after it began, and that of another reader has left before.
	 * @param askedAt when the request left, or {@code null} if nothing was seen
	 */
	void end(@Nullable Instant askedAt, Instant now) {
		Instant next = ((askedAt != null) ? askedAt : this.began).plus(pause(this.number));
		this.due = next.isAfter(now) ? next : now.plus(SHORTEST);
		this.number++;
	}

	/** Puts it off. */
	void postpone(Instant now) {
		this.due = now.plus(SHORTEST);
	}

	/**
	 * Follows the schedule of another replica, which looks for all for that
	 * {@code period}: the next look, if it is ours, is the one after that.
	 */
	void follow(Duration period) {
		int theirs = 0;
		while (theirs < SECONDS.length - 1 && pause(theirs).compareTo(period) < 0) {
			theirs++;
		}
		this.number = Math.max(this.number, theirs + 1);
	}

	private static Duration pause(int number) {
		return Duration.ofSeconds(SECONDS[Math.min(number, SECONDS.length - 1)]);
	}

}
