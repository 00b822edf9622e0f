package dev.honeyrelay.results;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import dev.honeyrelay.response.NotStoredReason;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.results.CacheStatus.Hit;
import dev.honeyrelay.results.CacheStatus.Miss;
import dev.honeyrelay.results.CacheStatus.Refetched;
import dev.honeyrelay.results.CacheStatus.Revalidated;
import dev.honeyrelay.results.CacheStatus.StandIn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The text forms of {@code Cache-Status}, to the letter of the contract.
 */
class CacheStatusTests {

	@Test
	void aHitTellsHowMuchLongerItIsFresh() {
		assertThat(new Hit(Duration.ofMillis(37_900), null)).hasToString("honeyhive-relay; hit; ttl=37");
		assertThat(new Hit(Duration.ofMinutes(-2), "stale-if-error"))
			.hasToString("honeyhive-relay; hit; ttl=-120; detail=stale-if-error");
	}

	@Test
	void anAnswerThatIsBarelyStaleHasANegativeTimeToLive() {
		assertThat(new Hit(Duration.ofMillis(-1), "stale-if-error"))
			.hasToString("honeyhive-relay; hit; ttl=-1; detail=stale-if-error");
	}

	@Test
	void aMissTellsWhetherItWasStored() {
		assertThat(new Miss(false, null)).hasToString("honeyhive-relay; fwd=miss; stored");
		assertThat(new Miss(true, null)).hasToString("honeyhive-relay; fwd=miss; collapsed");
		assertThat(new Miss(true, NotStoredReason.UNSETTLED)).hasToString("honeyhive-relay; fwd=miss; collapsed");
	}

	@ParameterizedTest
	@EnumSource
	void anAnswerThatIsNotStoredTellsWhy(NotStoredReason veto) {
		assertThat(new Miss(false, veto)).hasToString("honeyhive-relay; fwd=miss; stored=?0; detail=" + veto.label());
		assertThat(veto.label()).matches("[a-z-]+");
	}

	@Test
	void ofSeveralAnswersItTellsForHowManyHoneyHiveWasAsked() {
		Hit hit = new Hit(Duration.ofSeconds(7), null);
		Miss miss = new Miss(false, null);
		StandIn standIn = new StandIn(503, Duration.ofSeconds(-9), "stale-if-error");
		Refetched refetched = new Refetched(false, null);

		assertThat(CacheStatus.ofAll(List.of(standIn))).isEqualTo(standIn);
		assertThat(CacheStatus.ofAll(List.of(new Hit(Duration.ofSeconds(8), null), hit))).isEqualTo(hit);
		assertThat(CacheStatus.ofAll(List.of(miss, refetched, hit)))
			.hasToString("honeyhive-relay; fwd=miss; detail=forwarded-2-of-3");
		assertThat(CacheStatus.ofAll(List.of(standIn, refetched, hit)))
			.hasToString("honeyhive-relay; fwd=stale; ttl=-9; detail=forwarded-2-of-3");
		assertThat(CacheStatus.ofAll(List.of(refetched, hit)))
			.hasToString("honeyhive-relay; fwd=stale; detail=forwarded-1-of-2");
		assertThat(CacheStatus.ofAll(Arrays.asList(hit, null)))
			.hasToString("honeyhive-relay; fwd=miss; detail=forwarded-1-of-2");
		assertThat(CacheStatus.ofAll(Collections.singletonList(null)))
			.hasToString("honeyhive-relay; fwd=miss; detail=forwarded-1-of-1");
		assertThat(List.of(CacheStatus.ofAll(List.of(standIn, hit)), CacheStatus.ofAll(List.of(refetched, hit)),
				CacheStatus.ofAll(List.of(miss, hit))))
			.extracting(CacheStatus::label)
			.containsExactly("stale-if-error", "refetched", "miss")
			.isSubsetOf(CacheStatus.LABELS);
	}

	@Test
	void eachHasAWordForMeters() {
		assertThat(List.of(new Hit(Duration.ofSeconds(1), null), new Hit(Duration.ofSeconds(-1), "stale-if-error"),
				new Miss(false, null), new Miss(true, null), new Refetched(false, null), new Refetched(true, null),
				new Revalidated(false, null), new Revalidated(true, null),
				new StandIn(503, Duration.ofSeconds(-1), "timeout")))
			.extracting(CacheStatus::label)
			.containsExactly("hit", "stale-if-error", "miss", "collapsed", "refetched", "collapsed", "revalidated",
					"collapsed", "stale-if-error")
			.isSubsetOf(CacheStatus.LABELS);
	}

	@Test
	void onlyAStaleAnswerIsNotCurrent() {
		assertThat(List.of(new Hit(Duration.ofNanos(1), null), new Miss(false, null), new Refetched(false, null),
				new Revalidated(false, null)))
			.allMatch(CacheStatus::isCurrent);
		StandIn standIn = new StandIn(503, Duration.ofSeconds(-1), "timeout");
		assertThat(CacheStatus.ofAll(Arrays.asList(new Miss(false, null), null)).isCurrent()).isTrue();
		assertThat(List.of(new Hit(Duration.ZERO, null), standIn,
				CacheStatus.ofAll(List.of(standIn, new Miss(false, null)))))
			.noneMatch(CacheStatus::isCurrent);
	}

	@Test
	void ofSeveralStaleAnswersTheStalestCountsAndWhoeverWasNotAskedForDoesNot() {
		StandIn standIn = new StandIn(503, Duration.ofSeconds(-9), "stale-if-error");
		Hit stale = new Hit(Duration.ofSeconds(-20), "stale-if-error");
		Revalidated revalidated = new Revalidated(false, null);

		assertThat(CacheStatus.ofAll(List.of(standIn, stale)))
			.hasToString("honeyhive-relay; fwd=stale; ttl=-20; detail=forwarded-1-of-2");
		assertThat(CacheStatus.ofAll(Arrays.asList(stale, null), 1))
			.hasToString("honeyhive-relay; ttl=-20; detail=forwarded-0-of-2");
		assertThat(CacheStatus.ofAll(List.of(CacheStatus.ofAll(List.of(revalidated, standIn)), revalidated)))
			.hasToString("honeyhive-relay; fwd=stale; ttl=-9; detail=forwarded-2-of-2");
		assertThat(CacheStatus.ofAll(List.of(CacheStatus.ofAll(Arrays.asList(revalidated, null)), revalidated)))
			.hasToString("honeyhive-relay; fwd=miss; detail=forwarded-2-of-2");
	}

	@Test
	void aWithheldAnswerTellsWhetherHoneyHiveWasAsked() {
		assertThat(CacheStatus.withheld(Outage.of(Outage.Kind.FAILED, 503)))
			.isEqualTo("honeyhive-relay; fwd=stale; fwd-status=503; detail=must-revalidate");
		assertThat(CacheStatus.withheld(Outage.of(Outage.Kind.TIMEOUT)))
			.isEqualTo("honeyhive-relay; fwd=stale; detail=must-revalidate");
		assertThat(CacheStatus.withheld(Outage.of(Outage.Kind.OVERLOADED)))
			.isEqualTo("honeyhive-relay; detail=must-revalidate");
	}

	@Test
	void aRefetchedAnswerTellsThatAStaleOneWasThere() {
		assertThat(new Refetched(false, null)).hasToString("honeyhive-relay; fwd=stale; fwd-status=200; stored");
		assertThat(new Refetched(true, null)).hasToString("honeyhive-relay; fwd=stale; fwd-status=200; collapsed");
		assertThat(new Refetched(false, NotStoredReason.UNSETTLED))
			.hasToString("honeyhive-relay; fwd=stale; fwd-status=200; stored=?0; detail=unsettled");
	}

	@Test
	void aRevalidatedAnswerTellsThatHoneyHiveConfirmedIt() {
		assertThat(new Revalidated(false, null)).hasToString("honeyhive-relay; fwd=stale; fwd-status=304");
		assertThat(new Revalidated(false, NotStoredReason.NO_STORE))
			.hasToString("honeyhive-relay; fwd=stale; fwd-status=304; stored=?0; detail=no-store");
		assertThat(new Revalidated(true, null)).hasToString("honeyhive-relay; fwd=stale; fwd-status=304; collapsed");
	}

	@Test
	void aStandInTellsWhatHoneyHiveSaidIfItSaidAnything() {
		assertThat(new StandIn(503, Duration.ofMinutes(-2), "stale-if-error"))
			.hasToString("honeyhive-relay; fwd=stale; fwd-status=503; ttl=-120; detail=stale-if-error");
		assertThat(new StandIn(null, Duration.ofMinutes(-2), "timeout"))
			.hasToString("honeyhive-relay; fwd=stale; ttl=-120; detail=timeout");
	}

}
