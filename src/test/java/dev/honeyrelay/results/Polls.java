package dev.honeyrelay.results;

import java.time.Duration;
import java.util.Random;

/**
 * When some readers ask for one answer, and at which replica each read arrives. Each asks
 * every ten seconds; moments are in nanoseconds since the run completed.
 */
final class Polls {

	static final Duration EVERY = Duration.ofSeconds(10);

	static final long FIRST = Duration.ofMillis(500).toNanos();

	private final int replicas;

	private final long between;

	// By how much of the time between two reads each reader is later than evenly spread.
	private final double[] late;

	Polls(int replicas, int readers) {
		this.replicas = replicas;
		this.between = EVERY.toNanos() / readers;
		this.late = (readers > 1) ? new Random(readers).doubles(readers).toArray() : new double[1];
	}

	long momentOf(long read) {
		return FIRST + this.between * read + (long) (this.between * this.late[(int) (read % this.late.length)]);
	}

	/** Returns the first read at or after {@code moment}. */
	long readFrom(long moment) {
		long read = Math.max(0, Math.floorDiv(moment - FIRST, this.between));
		return (momentOf(read) >= moment) ? read : read + 1;
	}

	/** Returns where a balancer that looks at nothing lets {@code read} arrive. */
	int replicaOf(long read) {
		long mixed = (read + 1) * 0x9E3779B97F4A7C15L;
		mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
		return (int) ((mixed >>> 33) % this.replicas);
	}

	/** Returns the first read from {@code read} on that arrives at {@code replica}. */
	long readAt(int replica, long read) {
		long number = read;
		while (replicaOf(number) != replica) {
			number++;
		}
		return number;
	}

}
