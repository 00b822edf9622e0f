package dev.honeyrelay.waiting;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

import dev.honeyrelay.cache.ManualTime;
import dev.honeyrelay.cache.Sighting;
import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.response.Places;
import dev.honeyrelay.results.Answer;
import dev.honeyrelay.results.Rig;
import dev.honeyrelay.run.Questions;
import dev.honeyrelay.run.RunQuery;
import dev.honeyrelay.upstream.UpstreamOutcome.Answered;
import org.jspecify.annotations.Nullable;

/**
 * A gate that asks for a run's result as soon as the run is completed, with
 * {@code wait=50}, and again until the answer is still, while scores come.
 */
final class WaitPlayback {

	private static final Duration WAIT = Duration.ofSeconds(50);

	private static final int RUNS = 40;

	private static final int SCORES = 40;

	private final Rig rig = new Rig();

	private final Duration still;

	private Instant completed = ManualTime.START;

	private @Nullable Progress progress;

	private double[] scores = {};

	private WaitPlayback(Duration still) {
		this.still = still;
		this.rig.honeyHive.comesTo((query) -> {
			Instant now = this.rig.time.instant();
			return new Answered(
					Sighting.of(Integer.toString(there()), now).touchedAt(this.completed.minusSeconds(60)).seen(),
					List.of(), new ByteBudget(1).lease());
		});
	}

	/**
	 * Plays many runs whose scores come within {@code seconds}, all of them at one moment
	 * or each at its own.
	 */
	static Tally play(boolean oneBurst, int seconds, int still) {
		WaitPlayback playback = new WaitPlayback(Duration.ofSeconds(still));
		SplittableRandom random = new SplittableRandom(1);
		int whole = 0;
		double sum = 0;
		double longest = 0;
		for (int run = 0; run < RUNS; run++) {
			double burst = random.nextDouble() * seconds;
			double[] scores = new double[SCORES];
			Arrays.setAll(scores, (i) -> oneBurst ? burst : random.nextDouble() * seconds);
			whole += (playback.play(Questions.result("ci-" + run), scores) == SCORES) ? 1 : 0;
			sum += playback.elapsed();
			longest = Math.max(longest, playback.elapsed());
		}
		return new Tally((double) whole / RUNS, sum / RUNS, longest, (double) playback.rig.honeyHive.asked() / RUNS);
	}

	// Returns how many scores the answer has that ends it.
	private int play(RunQuery query, double[] scores) {
		this.completed = this.rig.time.instant();
		this.scores = scores;
		Integer seen = null;
		this.progress = null;
		while (seen == null) {
			seen = wait(query);
		}
		return seen;
	}

	private @Nullable Integer wait(RunQuery query) {
		WaitLoop loop = new WaitLoop(query, this.rig.looks, this.rig.time, (_, _) -> {
		});
		Waiter waiter = new Waiter(new Wish(this.still, this.rig.time.instant().plus(WAIT), "wait=50"),
				Places.unlimited());
		if (this.progress != null) {
			loop.resume(this.progress);
		}
		loop.join(waiter);
		for (Instant next = loop.turn(); next != null; next = loop.turn()) {
			if (loop.underWay() != null) {
				Objects.requireNonNull(loop.underWay()).join();
			}
			else {
				this.rig.time.advanceTo(next);
			}
		}
		loop.abandon();
		Waiter.Outcome outcome = waiter.outcome().join();
		Answer answer = this.rig.looks.answer(query, outcome.last(), outcome.seen(), outcome.own(), Places.unlimited());
		this.progress = outcome.progress();
		outcome.close();
		return (outcome.ending() == Ending.REACHED && answer instanceof Answer.Content content)
				? Integer.valueOf(Sighting.textOf(content.representation())) : null;
	}

	private int there() {
		double seconds = elapsed();
		return (int) Arrays.stream(this.scores).filter((score) -> score <= seconds).count();
	}

	private double elapsed() {
		return Duration.between(this.completed, this.rig.time.instant()).toMillis() / 1000.0;
	}

	/**
	 * What came of all of them.
	 *
	 * @param whole the share of answers that had all scores
	 * @param seconds how long it took from the completion, in the mean
	 * @param longest how long it took at most
	 * @param asked how often HoneyHive was asked, in the mean
	 */
	record Tally(double whole, double seconds, double longest, double asked) {
	}

}
