package dev.honeyrelay.results;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import dev.honeyrelay.cache.Gate;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.results.ImaginaryHoneyHive.Status;
import dev.honeyrelay.run.Questions;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.run.RunQuery;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.honeyrelay.run.Questions.comparison;
import static dev.honeyrelay.run.Questions.metrics;
import static dev.honeyrelay.run.Questions.result;
import static dev.honeyrelay.run.Questions.run;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever happens, in whatever order: nobody is told an older state after a newer one,
 * no answer is older than the freshness promise, memory stays within its bound, and no
 * question is under way twice.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RandomReadsTests {

	private static final int STEPS = 1500;

	private static final int MAX_SIZE = 20_000;

	private static final List<RunQuery> QUESTIONS = List.of(result("a"), result("a", "aggregate_function=max"),
			metrics("a"), run("a"), comparison("a", "b"), result("b"), comparison("c", "a"), metrics("c"));

	private static final List<RunId> RUNS = List.of(new RunId("a"), new RunId("b"), new RunId("c"));

	private static final List<Duration> STEPS_IN_TIME = List.of(Duration.ofMillis(300), Duration.ofSeconds(1),
			Duration.ofSeconds(4), Duration.ofSeconds(30), Duration.ofMinutes(10), Duration.ofHours(5),
			Duration.ofDays(3));

	@ParameterizedTest(name = "seed {0}")
	@MethodSource("seeds")
	void thePromisesHold(int seed) {
		Random random = new Random(seed);
		Rig rig = new Rig("max-size=" + MAX_SIZE + 'B', "max-entry=10KB", "stale-wait=1m");
		ImaginaryHoneyHive honeyHive = new ImaginaryHoneyHive(rig.time, random);
		rig.honeyHive.does(honeyHive);
		RandomReader reader = new RandomReader(rig, honeyHive);
		for (int step = 0; step < STEPS; step++) {
			// No two things happen at exactly the same moment.
			rig.time.advance(Duration.ofMillis(1));
			try {
				int purgesMeanwhile = step(rig, honeyHive, reader, random);
				assertThat(honeyHive.mostAtOnce()).as("trips at once for one question")
					.isLessThanOrEqualTo(1 + purgesMeanwhile);
				assertThat(rig.store.bytes()).as("bytes stored").isLessThanOrEqualTo(MAX_SIZE);
			}
			catch (AssertionError ex) {
				throw new AssertionError("seed " + seed + ", step " + step + ": " + ex.getMessage(), ex);
			}
		}
		assertThat(reader.kinds()).as("kinds of answers met").hasSizeGreaterThan(6);
	}

	static List<Integer> seeds() {
		return List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
	}

	private static int step(Rig rig, ImaginaryHoneyHive honeyHive, RandomReader reader, Random random) {
		int die = random.nextInt(100);
		if (die >= 96) {
			return hold(rig, honeyHive, reader, random);
		}
		if (die < 50) {
			reader.read(any(QUESTIONS, random));
		}
		else {
			happen(rig, honeyHive, random);
		}
		return 0;
	}

	private static void happen(Rig rig, ImaginaryHoneyHive honeyHive, Random random) {
		int die = random.nextInt(46);
		if (die < 22) {
			rig.time.advance(any(STEPS_IN_TIME.subList(0, 1 + random.nextInt(STEPS_IN_TIME.size())), random));
		}
		else if (die < 34) {
			honeyHive.change(any(RUNS, random));
		}
		else if (die < 38) {
			honeyHive.change(any(RUNS, random), any(List.of(Status.values()), random));
		}
		else if (die < 40) {
			RUNS.forEach((run) -> honeyHive.change(run, Status.COMPLETED));
		}
		else if (die < 44) {
			boolean fails = random.nextInt(3) == 0;
			honeyHive.fail(fails ? Outage.of(any(List.of(Outage.Kind.values()), random)) : null);
		}
		else {
			rig.results.purge(Questions.PROJECT, any(RUNS, random));
		}
	}

	/**
	 * Lets other things happen, and others read, while a trip is under way. Returns how
	 * often a run was purged meanwhile.
	 */
	private static int hold(Rig rig, ImaginaryHoneyHive honeyHive, RandomReader reader, Random random) {
		Gate gate = new Gate();
		honeyHive.hold(gate);
		List<Runnable> checks = new ArrayList<>();
		RunQuery query = any(QUESTIONS, random);
		AtomicInteger detached = new AtomicInteger();
		int purges = 0;
		for (int i = 0; i < 6; i++) {
			rig.time.advance(Duration.ofMillis(1));
			checks.add(reader.start(random.nextBoolean() ? query : any(QUESTIONS, random)));
			switch (random.nextInt(4)) {
				case 0 -> rig.time.advance(any(STEPS_IN_TIME, random));
				case 1 -> {
					await(() -> honeyHive.underWay() == detached.get() + rig.trips.underWay());
					rig.results.purge(Questions.PROJECT, any(query.runs(), random));
					detached.set(honeyHive.underWay() - rig.trips.underWay());
					purges++;
				}
				default -> honeyHive.change(any(RUNS, random));
			}
		}
		honeyHive.hold(null);
		gate.open();
		checks.forEach(Runnable::run);
		await(() -> rig.trips.underWay() + honeyHive.underWay() == 0);
		return purges;
	}

	private static void await(BooleanSupplier state) {
		while (!state.getAsBoolean()) {
			Thread.onSpinWait();
		}
	}

	private static <T> T any(List<T> list, Random random) {
		return list.get(random.nextInt(list.size()));
	}

}
