package dev.honeyrelay.results;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.DoubleStream;

import dev.honeyrelay.cache.ManualTime;

/**
 * The moments at which the numbers of a run change: it completes at the start, scores
 * arrive for three minutes, and people annotate now and then. The same as in the paper
 * simulation that the rule was chosen by.
 */
final class RunHistory {

	private static final double DAY = 86400;

	private final long[] changes;

	private RunHistory(double[] seconds) {
		this.changes = Arrays.stream(seconds).sorted().mapToLong((second) -> (long) (second * 1e9)).toArray();
	}

	/** Returns one such history of {@code days} days. */
	static RunHistory of(int seed, int days) {
		PythonRandom random = new PythonRandom(seed);
		DoubleStream.Builder seconds = DoubleStream.builder();
		addTo(seconds, 20, random, 0, 30);
		addTo(seconds, 60, random, 20, 160);
		for (double sitting = random.expovariate(1 / DAY); sitting <= days * DAY; sitting += random
			.expovariate(1 / DAY)) {
			addTo(seconds, random.randint(1, 12), random, sitting, 900);
		}
		return new RunHistory(seconds.build().toArray());
	}

	/** Returns the number of changes up to {@code moment}. */
	int versionAt(Instant moment) {
		long nanos = Duration.between(ManualTime.START, moment).toNanos();
		int found = Arrays.binarySearch(this.changes, nanos);
		return (found >= 0) ? found + 1 : -found - 1;
	}

	/** Returns when the version after {@code version} replaced it. */
	Instant replaced(int version) {
		return ManualTime.START.plusNanos(this.changes[version]);
	}

	/** Returns whether anybody annotates later than half a day after the start. */
	boolean hasLateSitting() {
		return this.changes[this.changes.length - 1] > lateNanos();
	}

	/** Returns when the first of those annotations is made. */
	Instant lateSitting() {
		return ManualTime.START
			.plusNanos(Arrays.stream(this.changes).filter((change) -> change > lateNanos()).findFirst().orElseThrow());
	}

	private static long lateNanos() {
		return Duration.ofHours(12).toNanos();
	}

	private static void addTo(DoubleStream.Builder seconds, int count, PythonRandom random, double from,
			double length) {
		for (int i = 0; i < count; i++) {
			seconds.add(random.uniform(from, from + length));
		}
	}

}
