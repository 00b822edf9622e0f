package dev.honeyrelay.engine;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Says what was measured on the way.
 */
final class Figures {

	private Figures() {
	}

	/** Says how long {@code what} took since {@code start}. */
	static void note(String what, long start) {
		System.out.printf("measured: %s after %.1f ms%n", what, (System.nanoTime() - start) / 1e6);
	}

	/** Says how long {@code what} takes. */
	static void note(String what, Collection<Duration> took) {
		Duration longest = took.stream().max(Duration::compareTo).orElseThrow();
		System.out.printf("measured: %s took %.1f ms (median of %d), at most %.1f ms%n", what,
				median(took).toNanos() / 1e6, took.size(), longest.toNanos() / 1e6);
	}

	static Duration median(Collection<Duration> took) {
		List<Duration> sorted = took.stream().sorted().toList();
		return sorted.get(sorted.size() / 2);
	}

}
