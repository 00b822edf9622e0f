package dev.honeyrelay.waiting;

import java.time.Duration;
import java.time.Instant;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What was still and no longer is makes nobody ask HoneyHive sooner than the next look.
 */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WaitAgainTests {

	private static final RunQuery QUERY = Questions.result("ci-48213");

	private static final Set<Thread.State> AT_REST = EnumSet.of(Thread.State.WAITING, Thread.State.TERMINATED);

	private final Rig rig = new Rig();

	private final Instant begin = this.rig.time.instant();

	private @Nullable WaitLoop loop;

	private final Waits waits = new Waits(this.rig.results, this.rig.looks, this.rig.time, 10,
			(begun) -> this.loop = begun);

	@Test
	void whoComesAfterAPurgeWaitsForTheNextLook() throws InterruptedException {
		this.rig.honeyHive.comesTo((query) -> saying("new"));
		Caller first = new Caller(30, 25);
		turnUntil(4);
		assertThat(this.rig.honeyHive.asked()).isEqualTo(3);
		this.rig.results.purge(QUERY.project(), QUERY.runs().getFirst());
		this.rig.honeyHive.comesTo((query) -> new UpstreamOutcome.Unavailable(Outage.of(Outage.Kind.FAILED, 500)));

		Caller second = new Caller(4, 2);
		for (int i = 0; i < 20; i++) {
			turn();
			second.awaitRest();
		}

		assertThat(this.rig.honeyHive.asked()).isEqualTo(3);
		turnUntil(8);
		assertThat(second.answer()).isInstanceOf(Answer.Unavailable.class);
		assertThat(this.rig.honeyHive.asked()).isEqualTo(4);
		turnUntil(30);
		assertThat(first.answer()).isInstanceOf(Answer.Unavailable.class);
	}

	@Test
	void whatIsKnownToBeOverIsNotStill() throws InterruptedException {
		this.rig.honeyHive.comesTo((query) -> saying("new"));
		Caller first = new Caller(30, 20);
		turnUntil(8);
		this.rig.changedElsewhere(QUERY);

		Caller second = new Caller(1, 5);
		turnUntil(9);

		assertThat(this.rig.honeyHive.asked()).isEqualTo(4);
		assertThat(second.answer()).isInstanceOfSatisfying(Answer.Content.class, (content) -> {
			assertThat(content.preferenceApplied()).isNull();
			assertThat(content.cacheStatus()).asString().endsWith("; fwd=stale; ttl=-1; detail=timeout");
		});
		turnUntil(22);
		assertThat(first.answer()).isInstanceOfSatisfying(Answer.Content.class,
				(content) -> assertThat(content.preferenceApplied()).isEqualTo("met"));
	}

	private void turnUntil(long seconds) throws InterruptedException {
		Instant end = this.begin.plusSeconds(seconds);
		for (Instant next = turn(); next != null && !next.isAfter(end); next = turn()) {
			this.rig.time.advanceTo(next);
		}
		this.rig.time.advanceTo(end);
		turn();
	}

	private @Nullable Instant turn() {
		WaitLoop turned = Objects.requireNonNull(this.loop);
		Instant next = turned.turn();
		while (turned.underWay() != null) {
			turned.underWay().join();
			next = turned.turn();
		}
		if (next == null) {
			turned.abandon();
		}
		return next;
	}

	private UpstreamOutcome saying(String text) {
		Instant now = this.rig.time.instant();
		return new UpstreamOutcome.Answered(
				Sighting.of(text, now).touchedAt(ManualTime.START.minus(Duration.ofDays(1))).seen(), List.of(),
				new ByteBudget(1).lease());
	}

	/**
	 * Somebody who waits, on a thread of its own.
	 */
	private final class Caller {

		private final CompletableFuture<Answer> answer = new CompletableFuture<>();

		private final Thread thread;

		Caller(long wait, long still) {
			Wish wish = new Wish(Duration.ofSeconds(still), WaitAgainTests.this.rig.time.instant().plusSeconds(wait),
					"met");
			this.thread = Thread.startVirtualThread(() -> this.answer
				.complete(WaitAgainTests.this.waits.answer(QUERY, wish, Places.unlimited(), (_) -> () -> {
				})));
			awaitRest();
		}

		void awaitRest() {
			while (!AT_REST.contains(this.thread.getState())) {
				Thread.onSpinWait();
			}
		}

		Answer answer() throws InterruptedException {
			this.thread.join();
			return this.answer.join();
		}

	}

}
