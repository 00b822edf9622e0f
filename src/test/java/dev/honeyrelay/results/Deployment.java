package dev.honeyrelay.results;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import dev.honeyrelay.results.WatchedAnswer.Tally;

/**
 * Replicas with what they have to do. Readers are spread evenly over answers, and of
 * those that nobody watches only memory is taken.
 *
 * @param replicas how many relays share a Redis
 * @param answers how many answers are stored there
 * @param readers how many readers ask for one of them every ten seconds
 */
record Deployment(int replicas, int answers, int readers) {

	/** How long HoneyHive takes to answer; nothing is known of it. */
	static final Duration TRIP = Duration.ofMillis(500);

	private static final int DAYS = 7;

	private static final int HISTORIES = 1;

	/** Returns those of the page. */
	static List<Deployment> all() {
		return IntStream.of(1, 3, 10, 50)
			.boxed()
			.flatMap((replicas) -> IntStream.of(100, 10_000, 1_000_000)
				.boxed()
				.flatMap((answers) -> IntStream.of(10, 1_000, 100_000)
					.mapToObj((readers) -> new Deployment(replicas, answers, readers))))
			.toList();
	}

	/** Returns how many of the answers somebody watches. */
	int watched() {
		return Math.min(this.answers, this.readers);
	}

	/** Returns one of the answers that somebody watches. */
	Watched one() {
		return new Watched(this.replicas, this.readers / watched());
	}

	/** Returns the limit of which most is used. */
	Limit nearest(Daily cost) {
		return Arrays.stream(Limit.values())
			.max(Comparator.comparingDouble((limit) -> limit.used(this, cost)))
			.orElseThrow();
	}

	/**
	 * An answer that somebody watches, from its run's completion on for a week.
	 *
	 * @param replicas at how many replicas it is read
	 * @param readers by how many readers
	 */
	record Watched(int replicas, int readers) {

		/** Plays the same weeks for each. */
		Daily play() {
			Tally tally = WatchedAnswer.play(this.replicas, this.readers, TRIP, Duration.ofDays(DAYS),
					IntStream.range(0, HISTORIES).mapToObj((seed) -> RunHistory.of(seed, DAYS)).toList());
			return Daily.of(tally, HISTORIES, DAYS);
		}

	}

	/**
	 * What an answer that somebody watches takes each day.
	 *
	 * @param upstream requests to HoneyHive
	 * @param looks look-ups at Redis
	 * @param moved answers that come from Redis or go there
	 * @param commands commands that Redis gets: a change is two marks and a message
	 * @param told changes that are told
	 * @param wrong for how many seconds of the first hour superseded numbers are shown
	 */
	record Daily(double upstream, double looks, double moved, double commands, double told, double wrong) {

		static Daily of(Tally tally, int histories, int days) {
			double all = histories * days;
			return new Daily(tally.upstream() / all, tally.looks() / all, (tally.found() + tally.written()) / all,
					(tally.looks() + tally.written() + 3 * tally.told()) / all, tally.told() / all,
					tally.wrong() / histories);
		}

	}

}
