package dev.honeyrelay.results;

import java.time.Duration;
import java.util.List;

import dev.honeyrelay.cache.Sighting;
import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.memory.ByteBudget.Lease;
import dev.honeyrelay.response.Directive;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.response.Places;
import dev.honeyrelay.results.Look.Seen;
import dev.honeyrelay.run.RunQuery;
import dev.honeyrelay.upstream.UpstreamOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.honeyrelay.run.Questions.result;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a wait comes to, by its last look. How waits go is in {@code WaitTableTests}.
 */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LooksTests {

	private static final RunQuery QUERY = result("ci-48213");

	private static final Outage SERVER_ERROR = Outage.of(Outage.Kind.FAILED, 503);

	private static final int SIZE = 1000;

	private final Rig rig = new Rig();

	private final ByteBudget budget = new ByteBudget(SIZE);

	@Test
	void theMemoryOfWhatIsNotStoredIsFreeOnceTheLookIsClosedAndTheAnswerIsWritten() {
		says("v1");
		Seen seen = look();
		Answer answer = answer(seen, seen, true);
		assertThat(Rig.told(answer)).isEqualTo("v1: fwd=miss; collapsed");

		seen.close();
		assertThat(this.budget.free()).isLessThan(SIZE);
		answer.close();

		while (this.budget.free() < SIZE) {
			Thread.onSpinWait();
		}
	}

	@Test
	void whatAnotherReaderHasSeenToChangeIsAskedForOnceMore() {
		Looks.Watch watch = this.rig.looks.watch(QUERY);
		says("v1");
		Seen seen = look();
		this.rig.advance(1);
		says("v2");
		this.rig.ask(QUERY);

		assertThat(Rig.told(answer(seen, seen, true))).startsWith("v2: fwd=miss");
		watch.close();
	}

	@Test
	void withoutAWatchNobodyKnowsOfOthers() {
		says("v1");
		Seen seen = look();
		this.rig.advance(1);
		says("v2");
		this.rig.ask(QUERY);

		assertThat(Rig.told(answer(seen, seen, true))).startsWith("v1: fwd=miss");
	}

	@Test
	void aFreshAnswerIsServedThoughTheLastLookFailed() {
		this.rig.honeyHive.says("v1");
		this.rig.ask(QUERY);

		assertThat(Rig.told(answer(new Look.Failed(SERVER_ERROR), null, false))).isEqualTo("v1: hit; ttl=10");
	}

	@Test
	void whatTheCallerHasWaitedForStandsInWhereNothingElseMay() {
		this.rig.honeyHive.says("v1", (sighting) -> sighting.with(Sighting.saying(null, Directive.MUST_REVALIDATE)));
		Seen seen = look();
		this.rig.advance(60);

		assertThat(Rig.told(answer(new Look.Failed(SERVER_ERROR), seen, true)))
			.isEqualTo("v1: fwd=stale; fwd-status=503; ttl=-50; detail=stale-if-error");
		assertThat(Rig.told(answer(new Look.Failed(SERVER_ERROR), seen, false))).startsWith("unavailable: failed");
		assertThat(Rig.told(answer(new Look.Failed(SERVER_ERROR), null, true))).startsWith("unavailable: failed");
	}

	private Seen look() {
		return (Seen) this.rig.looks.look(QUERY, null, Duration.ZERO, Places.unlimited()).join();
	}

	private Answer answer(Look last, Seen seen, boolean own) {
		return this.rig.looks.answer(QUERY, last, seen, own, Places.unlimited());
	}

	// Not settled, so not stored.
	private void says(String text) {
		this.rig.honeyHive.does((query, validator) -> {
			Lease lease = this.budget.lease();
			assertThat(lease.take(300)).isTrue();
			Sighting sighting = Sighting.of(text, this.rig.time.instant()).unsettled();
			return new UpstreamOutcome.Answered(sighting.seen(), List.of(), lease);
		});
	}

}
