package dev.honeyrelay.results;

import dev.honeyrelay.cache.Gate;
import dev.honeyrelay.cache.Sighting;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.run.RunQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.honeyrelay.run.Questions.result;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Answers that are refreshed while nobody waits.
 */
@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RefreshAheadTests {

	private static final RunQuery QUERY = result("ci-48213");

	@Test
	void aReadInTheLastFifthIsAnsweredAtOnceAndStartsOneRefresh() {
		Rig rig = fresh();
		rig.honeyHive.says("v2");
		Gate gate = rig.honeyHive.hesitates();
		rig.advance(8);

		for (int i = 0; i < 100; i++) {
			assertThat(rig.ask(QUERY)).isEqualTo("v1: hit; ttl=2");
		}
		gate.awaitReached();
		gate.open();
		rig.awaitIdle();

		assertThat(rig.honeyHive.asked()).isEqualTo(2);
		assertThat(rig.ask(QUERY)).isEqualTo("v2: hit; ttl=1");
	}

	@Test
	void aReadBeforeTheLastFifthStartsNone() {
		Rig rig = fresh();
		rig.advance(7);

		rig.ask(QUERY);
		rig.awaitIdle();

		assertThat(rig.honeyHive.asked()).isOne();
	}

	@Test
	void aRefreshProlongsTheAnswerSoThatNobodyWaits() {
		Rig rig = fresh();
		for (int second = 8; second < 600; second += 8) {
			rig.advance(8);
			assertThat(rig.ask(QUERY)).startsWith("v1: hit; ttl=");
			rig.awaitIdle();
		}
		assertThat(rig.honeyHive.asked()).isLessThan(12);
	}

	@Test
	void aRefreshThatFailsTakesNothingAwayAndIsTriedAgainAfterFiveSeconds() {
		Rig rig = fresh("refresh-ahead=0.9");
		rig.honeyHive.fails(Outage.of(Outage.Kind.FAILED, 503));
		rig.advance(1);
		rig.ask(QUERY);
		rig.awaitIdle();

		rig.advance(4);
		assertThat(rig.ask(QUERY)).isEqualTo("v1: hit; ttl=5");
		rig.awaitIdle();
		assertThat(rig.honeyHive.asked()).isEqualTo(2);

		rig.advance(1);
		assertThat(rig.ask(QUERY)).isEqualTo("v1: hit; ttl=4");
		rig.awaitIdle();
		assertThat(rig.honeyHive.asked()).isEqualTo(3);
	}

	@Test
	void aRefreshThatFindsTheRunRunningAgainRemovesTheAnswer() {
		Rig rig = fresh();
		rig.honeyHive.says("running", Sighting::unsettled);
		rig.advance(8);
		rig.ask(QUERY);
		rig.awaitIdle();

		assertThat(rig.ask(QUERY)).isEqualTo("running: fwd=miss; stored=?0; detail=unsettled");
	}

	@Test
	void whoFindsTheAnswerStaleJoinsTheRefreshThatIsUnderWay() {
		Rig rig = fresh();
		rig.honeyHive.says("v2");
		Gate gate = rig.honeyHive.hesitates();
		rig.advance(9);
		rig.ask(QUERY);
		gate.awaitReached();
		rig.advance(1);

		var reader = rig.waiting(QUERY);
		gate.open();

		assertThat(reader.join()).isEqualTo("v2: fwd=stale; fwd-status=200; collapsed");
		assertThat(rig.honeyHive.asked()).isEqualTo(2);
	}

	@Test
	void refreshAheadCanBeTurnedOff() {
		Rig rig = fresh("refresh-ahead=0");
		rig.advance(9);

		assertThat(rig.ask(QUERY)).isEqualTo("v1: hit; ttl=1");
		rig.awaitIdle();
		assertThat(rig.honeyHive.asked()).isOne();
	}

	@Test
	void aStaleAnswerIsServedWhileItIsRevalidatedIfTheOperatorSaysSo() {
		Rig rig = fresh("stale-while-revalidate=10s");
		rig.honeyHive.says("v2");
		rig.advance(13);

		assertThat(rig.ask(QUERY)).isEqualTo("v1: hit; ttl=-3; detail=stale-while-revalidate");
		rig.awaitIdle();
		assertThat(rig.ask(QUERY)).isEqualTo("v2: hit; ttl=1");
	}

	@Test
	void noStaleAnswerIsServedWhileItIsRevalidatedByDefault() {
		Rig rig = fresh();
		rig.honeyHive.says("v2");
		rig.advance(10);

		assertThat(rig.ask(QUERY)).startsWith("v2: fwd=stale");
	}

	/** Returns a relay that holds {@code v1}, fresh for ten seconds. */
	private static Rig fresh(String... settings) {
		Rig rig = new Rig(settings);
		rig.honeyHive.says("v1");
		rig.ask(QUERY);
		return rig;
	}

}
