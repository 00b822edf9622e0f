package dev.honeyrelay.results;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.honeyrelay.cache.Sighting;
import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.results.CacheStatus.Hit;
import dev.honeyrelay.run.Questions;
import dev.honeyrelay.run.RunQuery;
import dev.honeyrelay.upstream.UpstreamOutcome.Answered;

/**
 * One reader who polls the relay about one run while the run's numbers change. What
 * HoneyHive's times say never moves.
 */
final class Playback {

	private static final RunQuery QUERY = Questions.result("ci-48213");

	private final RunHistory history;

	private final Rig rig;

	private final Instant start;

	private Duration wrong = Duration.ZERO;

	private Duration worst = Duration.ZERO;

	private int broken;

	private int waits;

	private Playback(RunHistory history, Instant start, Rig rig) {
		this.history = history;
		this.start = start;
		this.rig = rig;
	}

	/**
	 * Plays {@code history} to a relay that sees the run for the first time at
	 * {@code start}.
	 * @param touchedAt when HoneyHive's times say that the run was last touched
	 */
	static Tally play(RunHistory history, Instant start, Instant touchedAt, Duration poll, Duration length,
			String... settings) {
		Rig rig = new Rig(settings);
		rig.honeyHive.does((query, validator) -> {
			Instant now = rig.time.instant();
			return new Answered(Sighting.of(Integer.toString(history.versionAt(now)), now).touchedAt(touchedAt).seen(),
					List.of(), new ByteBudget(1).lease());
		});
		return new Playback(history, start, rig).play(poll, length);
	}

	private Tally play(Duration poll, Duration length) {
		this.rig.time.advanceTo(this.start);
		Instant end = this.start.plus(length);
		for (Instant now = this.start; now.isBefore(end); now = now.plus(poll)) {
			this.rig.time.advanceTo(now);
			read(now, poll);
		}
		return new Tally(this.rig.honeyHive.asked(), this.wrong.toSeconds(), this.worst.toSeconds(), this.broken,
				this.waits);
	}

	private void read(Instant now, Duration poll) {
		Answer.Content content = (Answer.Content) this.rig.results.answer(QUERY);
		this.rig.awaitIdle();
		int served = Integer.parseInt(Sighting.textOf(content.representation()));
		if (!(content.cacheStatus() instanceof Hit hit)) {
			this.waits++;
		}
		else if (served < this.history.versionAt(now)) {
			superseded(Duration.between(this.history.replaced(served), now), content.age().plus(hit.timeToLive()));
			this.wrong = now.isBefore(this.start.plus(Duration.ofHours(1))) ? this.wrong.plus(poll) : this.wrong;
		}
	}

	private void superseded(Duration late, Duration lifetime) {
		this.worst = (late.compareTo(this.worst) > 0) ? late : this.worst;
		this.broken += (late.compareTo(lifetime) > 0) ? 1 : 0;
	}

	/**
	 * What came of it.
	 *
	 * @param upstream how often HoneyHive was asked
	 * @param wrong for how many seconds of the first hour superseded numbers were shown
	 * @param worst for how many seconds an answer had been superseded, at worst
	 * @param broken how many answers had been superseded for longer than their lifetime
	 * @param waits how many reads waited for HoneyHive
	 */
	record Tally(int upstream, long wrong, long worst, int broken, int waits) {
	}

}
