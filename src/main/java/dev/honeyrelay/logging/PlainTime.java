package dev.honeyrelay.logging;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Writes instants as they are written by {@link Instant#toString}, and does what is the
 * same for a whole second once in that second.
 */
final class PlainTime {

	private volatile Second latest = Second.of(Instant.EPOCH);

	/** Adds {@code instant} to {@code line}. */
	void add(Instant instant, PlainLine line) {
		Second second = this.latest;
		if (second.start() != instant.getEpochSecond()) {
			second = Second.of(instant);
			this.latest = second;
		}
		line.text(second.text());
		addFraction(instant.getNano(), line);
		line.raw('Z');
	}

	private static void addFraction(int nanos, PlainLine line) {
		if (nanos == 0) {
			return;
		}
		line.raw('.');
		if (nanos % 1_000_000 == 0) {
			line.digits(nanos / 1_000_000, 3);
		}
		else if (nanos % 1000 == 0) {
			line.digits(nanos / 1000, 6);
		}
		else {
			line.digits(nanos, 9);
		}
	}

	/**
	 * A second.
	 *
	 * @param start when it starts, in seconds since the epoch
	 * @param text its name up to where a fraction follows
	 */
	private record Second(long start, String text) {

		static Second of(Instant instant) {
			String text = instant.truncatedTo(ChronoUnit.SECONDS).toString();
			return new Second(instant.getEpochSecond(), text.substring(0, text.length() - 1));
		}

	}

}
