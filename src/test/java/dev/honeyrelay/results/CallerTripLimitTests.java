package dev.honeyrelay.results;

import dev.honeyrelay.response.Places;
import dev.honeyrelay.run.RunQuery;
import org.junit.jupiter.api.Test;

import static dev.honeyrelay.run.Questions.result;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What those get who may have no further trip under way.
 */
class CallerTripLimitTests {

	private static final RunQuery QUERY = result("ci-48213");

	private static final RunQuery OTHER = result("ci-48214");

	private final Places none = new Places(0);

	private final Rig rig = new Rig();

	@Test
	void withNothingStoredTheyAreLimited() {
		assertThat(ask(this.none)).isEqualTo("limited: 0");
		assertThat(this.rig.honeyHive.asked()).isZero();
	}

	@Test
	void freshAndAgeingAnswersAreTheirs() {
		this.rig.honeyHive.says("v1");
		this.rig.ask(QUERY);
		this.rig.advance(9);

		assertThat(ask(this.none)).isEqualTo("v1: hit; ttl=1");
		this.rig.awaitIdle();
		assertThat(this.rig.honeyHive.asked()).isEqualTo(2);
	}

	@Test
	void aStaleAnswerStandsIn() {
		this.rig.honeyHive.says("v1");
		this.rig.ask(QUERY);
		this.rig.advance(130);

		assertThat(ask(this.none)).isEqualTo("v1: hit; ttl=-120; detail=stale-if-error");
		assertThat(this.rig.honeyHive.asked()).isOne();
	}

	@Test
	void aPlaceIsFreeAgainWhenItsTripHasEnded() {
		Places one = new Places(1);
		this.rig.honeyHive.says("v1");

		assertThat(ask(one)).isEqualTo("v1: fwd=miss; stored");
		assertThat(Rig.told(this.rig.results.answer(OTHER, one))).isEqualTo("v1: fwd=miss; stored");
		assertThat(one.tryTake()).isTrue();
		assertThat(one.tryTake()).isFalse();
	}

	private String ask(Places places) {
		return Rig.told(this.rig.results.answer(QUERY, places));
	}

}
