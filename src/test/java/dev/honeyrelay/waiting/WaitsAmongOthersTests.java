package dev.honeyrelay.waiting;

import java.time.Duration;

import dev.honeyrelay.results.Rig;
import dev.honeyrelay.cache.Sighting;
import dev.honeyrelay.response.Directive;
import dev.honeyrelay.response.NotStoredReason;
import dev.honeyrelay.upstream.UpstreamOutcome;
import dev.honeyrelay.waiting.TurnedWaits.Caller;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.honeyrelay.waiting.TurnedWaits.saying;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What others read, and who comes and goes meanwhile: what anybody has seen to change is
 * not called still, and nobody has HoneyHive asked sooner than the next look.
 */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WaitsAmongOthersTests {

	private static final Sighting UNSTORED = saying("new").vetoed(NotStoredReason.NO_STORE);

	private final TurnedWaits waits = new TurnedWaits(new Rig());

	@Test
	void whoComesAfterAPurgeWaitsForTheNextLook() throws InterruptedException {
		this.waits.honeyHiveSays(saying("new"));
		Caller first = this.waits.new Caller(30, 25);
		this.waits.turnUntil(4);
		assertThat(this.waits.asked()).isEqualTo(3);
		this.waits.rig.results.purge(TurnedWaits.QUERY.project(), TurnedWaits.QUERY.runs().getFirst());
		this.waits.honeyHiveFails();

		Caller second = this.waits.new Caller(4, 2);
		for (int i = 0; i < 20; i++) {
			this.waits.turn();
			second.awaitRest();
		}

		assertThat(this.waits.asked()).isEqualTo(3);
		this.waits.turnUntil(8);
		assertThat(second.told()).isEqualTo("failed");
		assertThat(this.waits.asked()).isEqualTo(4);
		this.waits.turnUntil(30);
		assertThat(first.told()).isEqualTo("failed");
	}

	@Test
	void whatIsKnownToBeOverIsNotStill() throws InterruptedException {
		this.waits.honeyHiveSays(saying("new"));
		Caller first = this.waits.new Caller(30, 20);
		this.waits.turnUntil(8);
		this.waits.rig.changedElsewhere(TurnedWaits.QUERY);

		Caller second = this.waits.new Caller(1, 5);
		this.waits.turnUntil(9);

		assertThat(this.waits.asked()).isEqualTo(4);
		assertThat(second.told()).isEqualTo("new stale-if-error");
		this.waits.turnUntil(22);
		assertThat(first.told()).endsWith(" met");
	}

	@Test
	void whatWasSeenBeforeIsNotStillOnceItIsStale() throws InterruptedException {
		this.waits.honeyHiveSays(saying("new").touchedAt(this.waits.rig.time.instant().minusSeconds(2)));
		Caller first = this.waits.new Caller(30, 20);
		this.waits.turnUntil(9);

		Caller second = this.waits.new Caller(1, 5);
		this.waits.turnUntil(10);

		assertThat(second.told()).isEqualTo("new stale-if-error");
		assertThat(this.waits.asked()).isEqualTo(4);
		first.hangUp();
		this.waits.turn();
		Caller third = this.waits.new Caller(1, 5);
		this.waits.turnUntil(10.5);
		assertThat(third.told()).isEqualTo("new hit met");
	}

	@Test
	void anotherReaderSeesTheSameWhileARunIsGoingOn() throws InterruptedException {
		this.waits.honeyHiveSays(saying("new").unsettled());
		Caller caller = this.waits.new Caller(5, 10);
		this.waits.turnUntil(3.5);
		this.waits.read();

		this.waits.turnUntil(5);

		assertThat(caller.told()).isEqualTo("new collapsed");
		assertThat(this.waits.asked()).isEqualTo(4);
	}

	@Test
	void anotherReaderHasSeenItGoingOnAgain() throws InterruptedException {
		this.waits.honeyHiveSays(saying("new").touchedAt(this.waits.rig.time.instant().minusSeconds(2)));
		Caller caller = this.waits.new Caller(11, 10);
		this.waits.turnUntil(9.2);
		this.waits.honeyHiveSays(saying("new").unsettled());
		this.waits.read();
		this.waits.honeyHiveSays(saying("new"));

		this.waits.turnUntil(11);

		assertThat(caller.told()).isEqualTo("new miss");
	}

	@Test
	void anotherReaderHasSeenAnotherAnswerThatMayNotBeStored() throws InterruptedException {
		this.waits.honeyHiveSays(UNSTORED);
		Caller caller = this.waits.new Caller(14, 10);
		this.waits.turnUntil(5);
		this.waits.honeyHiveSays(saying("other").vetoed(NotStoredReason.NO_STORE));
		this.waits.read();
		this.waits.honeyHiveSays(UNSTORED);

		this.waits.turnUntil(14);

		assertThat(caller.told()).isEqualTo("new collapsed");
	}

	@Test
	void aLookHasFoundNoSuchRun() throws InterruptedException {
		this.waits.honeyHiveSays(UNSTORED);
		Caller caller = this.waits.new Caller(14, 10);
		this.waits.turnUntil(6);
		this.waits.rig.honeyHive.comesTo((query) -> new UpstreamOutcome.NotFound(true));
		this.waits.turnUntil(8);
		this.waits.honeyHiveSays(UNSTORED);

		this.waits.turnUntil(14);

		assertThat(caller.told()).isEqualTo("new collapsed");
	}

	@Test
	void somethingElseOfTheRunChangesWhileItIsLookedAt() throws InterruptedException {
		this.waits.honeyHiveSays(UNSTORED);
		Caller caller = this.waits.new Caller(50, 10);
		this.waits.turnUntil(10);
		UpstreamOutcome outcome = this.waits.outcomeOf(UNSTORED, 12);
		this.waits.rig.honeyHive.comesTo((query) -> {
			this.waits.rig.time.advance(Duration.ofMillis(10));
			this.waits.rig.changedElsewhere(query);
			return outcome;
		});
		this.waits.turnUntil(12.1);
		this.waits.honeyHiveSays(UNSTORED);

		this.waits.turnUntil(20);

		assertThat(caller.told()).isEqualTo("new collapsed met");
		assertThat(this.waits.asked()).isEqualTo(6);
	}

	@Test
	void whatMayNotBeStoredStandsInForThoseItWasAskedForAlone() throws InterruptedException {
		this.waits.honeyHiveSays(UNSTORED);
		Caller first = this.waits.new Caller(30, 60);
		this.waits.turnUntil(13);
		this.waits.honeyHiveFails();
		this.waits.turnUntil(20);
		Caller second = this.waits.new Caller(3, 10);

		this.waits.turnUntil(30);

		assertThat(second.told()).isEqualTo("failed");
		assertThat(first.told()).isEqualTo("new stale-if-error");
	}

	@Test
	void whatMayNotBeUsedUnaskedIsUsedForThoseItWasAskedForAlone() throws InterruptedException {
		this.waits.honeyHiveSays(saying("new").with(Sighting.saying(Duration.ofSeconds(1), Directive.MUST_REVALIDATE)));
		Caller first = this.waits.new Caller(5, 30);
		this.waits.turnUntil(4);
		Caller second = this.waits.new Caller(2, 30);
		this.waits.turnUntil(5.5);
		assertThat(this.waits.asked()).isEqualTo(3);
		assertThat(first.told()).isEqualTo("new collapsed");

		this.waits.turnUntil(6);

		assertThat(second.told()).isEqualTo("new refetched");
		assertThat(this.waits.asked()).isEqualTo(4);
	}

	@Test
	void theNextLookIsCountedFromWhatAnotherReaderSaw() throws InterruptedException {
		TurnedWaits shortly = new TurnedWaits(new Rig("max-fresh=1s"));
		shortly.honeyHiveSays(saying("new"));
		Caller caller = shortly.new Caller(15, 10);
		shortly.turnUntil(8.3);
		shortly.read();

		shortly.turnUntil(13.5);

		assertThat(caller.told()).endsWith(" met");
		assertThat(shortly.asked()).isEqualTo(6);
	}

	@Test
	void whoLeavesAndComesAgainGoesOnWithTheSchedule() throws InterruptedException {
		this.waits.honeyHiveSays(saying("new").unsettled());
		for (double second = 0.25; second <= 8; second += 0.25) {
			Caller caller = this.waits.new Caller(50, 10);
			this.waits.turnUntil(second);
			caller.hangUp();
			this.waits.turn();
		}

		assertThat(this.waits.asked()).isEqualTo(4);
	}

}
