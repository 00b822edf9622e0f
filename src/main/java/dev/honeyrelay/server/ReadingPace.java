package dev.honeyrelay.server;

import java.util.concurrent.TimeUnit;

/**
 * How quickly a caller takes one answer. Bytes that it takes are to its credit, and each
 * second costs as many as the least rate. The credit is never more than ten seconds'
 * worth, so who takes nothing is too slow after that time, and who takes enough in the
 * mean never is, however unevenly. It is a megabyte until the first megabyte has left the
 * relay.
 *
 * @param answer the number of the answer on its connection
 * @param rate the least rate, in bytes per second
 * @param taken the bytes of it that have been taken
 * @param credit by how many bytes the caller is ahead of the least rate
 * @param nanoTime the moment of all this, or 0 if nobody has looked yet
 */
record ReadingPace(long answer, long rate, long taken, double credit, long nanoTime) {

	private static final long FIRST = 1024 * 1024;

	private static final int SECONDS = 10;

	/** Returns the pace at which nobody has looked yet. */
	static ReadingPace atFirst(long answer, long rate) {
		return new ReadingPace(answer, rate, 0, Math.max(FIRST, SECONDS * rate), 0);
	}

	/** Returns whether this is about that answer. */
	boolean isOf(long other) {
		return this.answer == other;
	}

	/**
	 * Returns the pace at a later moment.
	 * @param sent the bytes that have left the relay
	 * @param queued those of them that the kernel keeps, because the caller has not taken
	 * them
	 */
	ReadingPace goesOn(long sent, long queued, long now) {
		long all = Math.max(this.taken, sent - queued);
		// If nobody looked for longer than that, it was not the caller that slept.
		long nanos = (this.nanoTime != 0) ? Math.min(now - this.nanoTime, TimeUnit.SECONDS.toNanos(2)) : 0;
		double cost = this.rate * nanos / (double) TimeUnit.SECONDS.toNanos(1);
		double most = (sent < FIRST) ? Math.max(FIRST, SECONDS * this.rate) : SECONDS * this.rate;
		double left = Math.min(most, this.credit - cost + (all - this.taken));
		return new ReadingPace(this.answer, this.rate, all, left, now);
	}

	/** Returns whether the caller takes less than the least rate. */
	boolean isTooSlow() {
		return this.credit < 0;
	}

}
