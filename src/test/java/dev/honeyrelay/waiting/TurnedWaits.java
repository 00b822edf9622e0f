package dev.honeyrelay.waiting;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.honeyrelay.cache.ManualTime;
import dev.honeyrelay.cache.Sighting;
import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.response.Places;
import dev.honeyrelay.results.Answer;
import dev.honeyrelay.results.Rig;
import dev.honeyrelay.run.Questions;
import dev.honeyrelay.run.RunQuery;
import dev.honeyrelay.upstream.UpstreamOutcome;
import org.jspecify.annotations.Nullable;

/**
 * A relay with any number of callers who wait for one answer, beside others who just read
 * it, and a loop that is turned by hand.
 */
final class TurnedWaits {

	static final RunQuery QUERY = Questions.result("ci-48213");

	private static final Set<Thread.State> AT_REST = EnumSet.of(Thread.State.WAITING, Thread.State.TERMINATED);

	final Rig rig;

	private final Instant begin;

	private volatile @Nullable WaitLoop loop;

	private final Waits waits;

	private final List<Caller> callers = new ArrayList<>();

	TurnedWaits(Rig rig) {
		this.rig = rig;
		this.begin = rig.time.instant();
		this.waits = new Waits(rig.results, rig.looks, rig.time, 10, (begun) -> this.loop = begun);
	}

	/** Turns the loop until so many seconds have passed since the beginning. */
	void turnUntil(double seconds) throws InterruptedException {
		Instant end = this.begin.plusMillis((long) (seconds * 1000));
		for (Instant next = turn(); next != null && !next.isAfter(end); next = turn()) {
			this.rig.time.advanceTo(next);
		}
		this.rig.time.advanceTo(end);
		turn();
	}

	@Nullable Instant turn() {
		WaitLoop turned = this.loop;
		if (turned == null) {
			return null;
		}
		Instant next = turned.turn();
		while (turned.underWay() != null) {
			turned.underWay().join();
			next = turned.turn();
		}
		if (next == null) {
			turned.abandon();
			this.callers.forEach(Caller::awaitRest);
			// Somebody may have begun another one.
			return (this.loop != turned) ? turn() : null;
		}
		return next;
	}

	/** Has somebody read the answer who does not wait. */
	void read() {
		this.rig.results.answer(QUERY).close();
	}

	/** Has HoneyHive say from now on what {@code sighting} is. */
	void honeyHiveSays(Sighting sighting) {
		this.rig.honeyHive.comesTo(
				(query) -> new UpstreamOutcome.Answered(at(sighting).seen(), List.of(), new ByteBudget(1).lease()));
	}

	/** Returns what comes of asking for {@code sighting} at that second. */
	UpstreamOutcome outcomeOf(Sighting sighting, long second) {
		Sighting then = new Sighting(sighting.text(), sighting.settled(), this.begin.plusSeconds(second),
				sighting.touchedAt(), sighting.directives(), sighting.validator());
		return new UpstreamOutcome.Answered(then.seen(), List.of(), new ByteBudget(1).lease());
	}

	void honeyHiveFails() {
		this.rig.honeyHive.comesTo((query) -> new UpstreamOutcome.Unavailable(Outage.of(Outage.Kind.FAILED, 500)));
	}

	int asked() {
		return this.rig.honeyHive.asked();
	}

	/** Returns what HoneyHive says of a run that nobody has touched for a day. */
	static Sighting saying(String text) {
		return Sighting.of(text, ManualTime.START).touchedAt(ManualTime.START.minus(Duration.ofDays(1)));
	}

	private Sighting at(Sighting sighting) {
		return new Sighting(sighting.text(), sighting.settled(), this.rig.time.instant(), sighting.touchedAt(),
				sighting.directives(), sighting.validator());
	}

	/**
	 * Somebody who waits, on a thread of its own.
	 */
	final class Caller {

		private final CompletableFuture<Answer> answer = new CompletableFuture<>();

		private final Thread thread;

		private volatile @Nullable Runnable gone;

		Caller(long wait, long still) {
			Wish wish = new Wish(Duration.ofSeconds(still), TurnedWaits.this.rig.time.instant().plusSeconds(wait),
					"met");
			this.thread = Thread.startVirtualThread(() -> this.answer
				.complete(TurnedWaits.this.waits.answer(QUERY, wish, Places.unlimited(), this::watch)));
			TurnedWaits.this.callers.add(this);
			awaitRest();
		}

		void awaitRest() {
			while (!AT_REST.contains(this.thread.getState())) {
				Thread.onSpinWait();
			}
		}

		void hangUp() throws InterruptedException {
			Objects.requireNonNull(this.gone).run();
			this.thread.join();
		}

		Answer answer() throws InterruptedException {
			this.thread.join();
			return this.answer.join();
		}

		/**
		 * Returns what it was told: the text, how it came about, and whether it was met.
		 */
		String told() throws InterruptedException {
			return (answer() instanceof Answer.Content content) ? Sighting.textOf(content.representation()) + " "
					+ content.cacheStatus().label() + ((content.preferenceApplied() != null) ? " met" : "")
					: answer().label();
		}

		private Presence.Watch watch(Runnable leave) {
			this.gone = leave;
			return () -> this.gone = null;
		}

	}

}
