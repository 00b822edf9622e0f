package dev.honeyrelay.results;

import java.time.Duration;

import dev.honeyrelay.cache.Gate;
import dev.honeyrelay.cache.Sighting;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.run.RunQuery;
import dev.honeyrelay.upstream.UpstreamOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.honeyrelay.run.Questions.result;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * When a stale answer stands in for what HoneyHive does not give.
 */
@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StandInTests {

	private static final RunQuery QUERY = result("ci-48213");

	private static final Outage SERVER_ERROR = Outage.of(Outage.Kind.FAILED, 503);

	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			UNREACHABLE,  -,   fwd=stale; ttl=-120; detail=stale-if-error
			TIMEOUT,      -,   fwd=stale; ttl=-120; detail=timeout
			FAILED,       500, fwd=stale; fwd-status=500; ttl=-120; detail=stale-if-error
			FAILED,       503, fwd=stale; fwd-status=503; ttl=-120; detail=stale-if-error
			FAILED,       404, fwd=stale; fwd-status=404; ttl=-120; detail=stale-if-error
			INVALID,      302, fwd=stale; fwd-status=302; ttl=-120; detail=stale-if-error
			INVALID,      -,   fwd=stale; ttl=-120; detail=stale-if-error
			TOO_LARGE,    -,   fwd=stale; ttl=-120; detail=stale-if-error
			KEY_REFUSED,  401, fwd=stale; fwd-status=401; ttl=-120; detail=stale-if-error
			RATE_LIMITED, 429, fwd=stale; fwd-status=429; ttl=-120; detail=stale-if-error
			KEY_REFUSED,  -,   hit; ttl=-120; detail=stale-if-error
			RATE_LIMITED, -,   hit; ttl=-120; detail=stale-if-error
			SUSPENDED,    -,   hit; ttl=-120; detail=stale-if-error
			OVERLOADED,   -,   hit; ttl=-120; detail=stale-if-error
			""")
	void aStaleAnswerStandsInForAnyOutage(Outage.Kind kind, Integer status, String cacheStatus) {
		Rig rig = stale(120);
		rig.honeyHive.fails(new Outage(kind, status, null));

		assertThat(rig.ask(QUERY)).isEqualTo("v1: " + cacheStatus);
		assertThat(rig.stored(QUERY)).isEqualTo("v1");
	}

	@Test
	void aStandInTellsItsAge() {
		Rig rig = stale(120);
		rig.honeyHive.fails(SERVER_ERROR);

		assertThat(rig.results.answer(QUERY)).isInstanceOfSatisfying(Answer.Content.class,
				(content) -> assertThat(content.age()).hasSeconds(130));
	}

	@Test
	void nothingStandsInForARefusalOfTheQuestion() {
		Rig rig = stale(120);
		rig.honeyHive.comesTo(new UpstreamOutcome.Rejected("bad filter"));

		assertThat(rig.ask(QUERY)).isEqualTo("upstream-rejected: bad filter");
		assertThat(rig.stored(QUERY)).isEqualTo("v1");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void nothingStandsInForARunThatIsNotFound(boolean trusted) {
		Rig rig = stale(120);
		rig.honeyHive.comesTo(new UpstreamOutcome.NotFound(trusted));

		assertThat(rig.ask(QUERY)).isEqualTo("run-not-found");
	}

	@Test
	void aStaleAnswerStandsInForSevenDaysAndNotLonger() {
		Rig rig = stale(Duration.ofDays(7).toSeconds() - 1);
		rig.honeyHive.fails(SERVER_ERROR);

		assertThat(rig.ask(QUERY)).startsWith("v1: fwd=stale; fwd-status=503; ttl=-604799");
		rig.advance(1);
		assertThat(rig.ask(QUERY)).isEqualTo("unavailable: failed");
	}

	@Test
	void aStaleAnswerStandsInForADayWhileOurKeyIsRefused() {
		Rig rig = stale(Duration.ofHours(24).toSeconds() - 1);
		rig.honeyHive.fails(Outage.of(Outage.Kind.KEY_REFUSED, 401));

		assertThat(rig.ask(QUERY)).startsWith("v1: fwd=stale; fwd-status=401; ttl=-86399");
		rig.advance(1);
		assertThat(rig.ask(QUERY)).isEqualTo("unavailable: key-refused");
		rig.honeyHive.fails(SERVER_ERROR);
		assertThat(rig.ask(QUERY)).startsWith("v1: fwd=stale; fwd-status=503; ttl=-86400");
	}

	@Test
	void afterAFailedTripTheStaleAnswerIsServedAtOnceForFiveSeconds() {
		Rig rig = stale(120);
		rig.honeyHive.fails(SERVER_ERROR);
		rig.ask(QUERY);
		rig.time.advance(Duration.ofMillis(4999));

		assertThat(rig.ask(QUERY)).isEqualTo("v1: hit; ttl=-125; detail=stale-if-error");
		assertThat(rig.honeyHive.asked()).isEqualTo(2);
		rig.time.advance(Duration.ofMillis(1));
		assertThat(rig.ask(QUERY)).isEqualTo("v1: fwd=stale; fwd-status=503; ttl=-125; detail=stale-if-error");
		assertThat(rig.honeyHive.asked()).isEqualTo(3);
	}

	@Test
	void aFailureOfOneQuestionSaysNothingOfAnother() {
		Rig rig = stale(120);
		rig.honeyHive.fails(SERVER_ERROR);
		rig.ask(QUERY);
		rig.honeyHive.says("v1");

		assertThat(rig.ask(result("other"))).isEqualTo("v1: fwd=miss; stored");
	}

	@Test
	void nobodyWaitsLongWhereAStaleAnswerIsAtHandAndTheTripGoesOn() {
		Rig rig = stale(120, "stale-wait=20ms");
		rig.honeyHive.says("v2");
		Gate gate = rig.honeyHive.hesitates();

		assertThat(rig.ask(QUERY)).isEqualTo("v1: fwd=stale; ttl=-120; detail=timeout");
		assertThat(rig.ask(QUERY)).isEqualTo("v1: hit; ttl=-120; detail=stale-if-error");
		rig.advance(5);
		assertThat(rig.ask(QUERY)).isEqualTo("v1: fwd=stale; ttl=-125; detail=timeout");
		assertThat(rig.honeyHive.asked()).isEqualTo(2);

		gate.open();
		rig.awaitIdle();
		assertThat(rig.stored(QUERY)).isEqualTo("v2");
	}

	@Test
	void aTripThatSucceedsLateEndsTheFiveSeconds() {
		Rig rig = stale(120, "stale-wait=20ms");
		rig.honeyHive.says("v2");
		Gate gate = rig.honeyHive.hesitates();
		rig.ask(QUERY);

		gate.open();
		rig.awaitIdle();

		assertThat(rig.trips.recentFailure(QUERY)).isNull();
		assertThat(rig.ask(QUERY)).isEqualTo("v2: hit; ttl=1");
	}

	@Test
	void whatARunSaidWhileItRanNeverStandsIn() {
		Rig rig = new Rig("unsettled-fresh=2s");
		rig.honeyHive.says("running", Sighting::unsettled);
		rig.ask(QUERY);
		rig.advance(2);
		rig.honeyHive.fails(SERVER_ERROR);

		assertThat(rig.ask(QUERY)).isEqualTo("unavailable: failed");
	}

	/** Returns a relay that holds {@code v1}, stale for that many seconds. */
	private static Rig stale(long seconds, String... settings) {
		Rig rig = new Rig(settings);
		rig.honeyHive.says("v1");
		rig.ask(QUERY);
		rig.advance(10 + seconds);
		return rig;
	}

}
