package dev.honeyrelay.upstream.wire;

import java.time.Duration;

/**
 * The moment by which a trip ends, however many requests it makes.
 *
 * @param nanoTime that moment, by {@link System#nanoTime()}
 */
public record Deadline(long nanoTime) {

	/** Returns the deadline that is {@code time} from now. */
	public static Deadline in(Duration time) {
		return new Deadline(System.nanoTime() + time.toNanos());
	}

	/** Returns a deadline after half of the time that is left. */
	public Deadline half() {
		return in(remaining().dividedBy(2));
	}

	/** Returns the time that is left; negative once it has passed. */
	public Duration remaining() {
		return Duration.ofNanos(this.nanoTime - System.nanoTime());
	}

}
