package dev.honeyrelay.cache;

import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLongArray;

import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.run.RunQuery;

/**
 * When something last happened to each of any number of runs or queries, in a table that
 * never grows. What shares a row by its hash shares the later moment, and so may be taken
 * for older than it is: one answer more is asked for, and none is believed for too long.
 * Nobody outside can know who shares a row with whom.
 */
public final class EventTimes {

	private static final int ROWS = 1 << 16;

	private static final long NEVER = Long.MIN_VALUE;

	private static final long NANOS = 1_000_000_000L;

	// The same odd number that spreads hashes elsewhere (Knuth's, of 64 bits).
	private static final long SPREAD = 0x9E3779B97F4A7C15L;

	private final long seed = ThreadLocalRandom.current().nextLong();

	private final AtomicLongArray times = new AtomicLongArray(ROWS);

	// Who shares a row was last noted there by whom.
	private final AtomicLongArray marks = new AtomicLongArray(ROWS);

	public EventTimes() {
		for (int row = 0; row < ROWS; row++) {
			this.times.setPlain(row, NEVER);
		}
	}

	/** Returns the bytes that a table takes. */
	public static long footprint() {
		return 2L * Long.BYTES * ROWS;
	}

	/**
	 * Notes that something happened to {@code run} at {@code moment}; returns whether
	 * nothing was known of it that is as late.
	 */
	public boolean note(ProjectName project, RunId run, Instant moment) {
		return note(hash(project, run), moment);
	}

	/** Notes that something happened to the answer to {@code query}. */
	public void note(RunQuery query, Instant moment) {
		note(hash(query), moment);
	}

	/**
	 * Returns whether something happened to {@code run} at {@code moment} or later.
	 */
	public boolean isKnownSince(ProjectName project, RunId run, Instant moment) {
		return this.times.get(row(hash(project, run))) >= nanos(moment);
	}

	/**
	 * Returns whether something happened to the answer to {@code query} at {@code moment}
	 * or later.
	 */
	public boolean isKnownSince(RunQuery query, Instant moment) {
		return this.times.get(row(hash(query))) >= nanos(moment);
	}

	/**
	 * Returns {@code stored}, stale from the moment at which something last happened to
	 * {@code run} if it was asked for before that.
	 */
	StoredResponse applyTo(StoredResponse stored, ProjectName project, RunId run) {
		long last = this.times.get(row(hash(project, run)));
		return (last > nanos(stored.seen().askedAt())) ? stored.outdatedBy(instant(last)) : stored;
	}

	private boolean note(long hash, Instant moment) {
		int row = row(hash);
		long now = nanos(moment);
		long before = this.times.getAndAccumulate(row, now, Math::max);
		long noted = this.marks.getAndSet(row, hash);
		return before < now || noted != hash;
	}

	private long hash(ProjectName project, RunId run) {
		return add(add(this.seed, project.value()), run.value());
	}

	private long hash(RunQuery query) {
		long hash = add(add(this.seed, query.project().value()), query.operation().label());
		for (RunId run : query.runs()) {
			hash = add(hash, run.value());
		}
		return add(hash, query.parameters().key());
	}

	private static long add(long hash, String text) {
		long sum = hash ^ text.length();
		for (int index = 0; index < text.length(); index++) {
			sum = (sum ^ text.charAt(index)) * SPREAD;
			sum ^= sum >>> 32;
		}
		return sum;
	}

	private static int row(long hash) {
		return (int) (hash >>> 40) & (ROWS - 1);
	}

	private static long nanos(Instant moment) {
		long second = Math.clamp(moment.getEpochSecond(), -Long.MAX_VALUE / NANOS + 1, Long.MAX_VALUE / NANOS - 1);
		return second * NANOS + moment.getNano();
	}

	private static Instant instant(long nanos) {
		return Instant.ofEpochSecond(0, nanos);
	}

}
