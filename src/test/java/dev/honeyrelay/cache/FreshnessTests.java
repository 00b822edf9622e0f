package dev.honeyrelay.cache;

import java.time.Duration;
import java.time.Instant;

import dev.honeyrelay.response.Outage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.convert.DurationStyle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How usable a stored response is as time goes by. It is fresh for 100 s.
 */
class FreshnessTests {

	private static final Instant ASKED = Instant.parse("2026-01-01T00:00:00Z");

	private static final Duration LIFETIME = Duration.ofSeconds(100);

	private static final Sighting SIGHTING = Sighting.of("v1", ASKED);

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			-                          | 0s          | FRESH
			-                          | 79999ms     | FRESH
			-                          | 80s         | AGEING
			-                          | 99999ms     | AGEING
			-                          | 100s        | STALE
			-                          | 604899999ms | STALE
			-                          | 604900s     | EXPIRED
			refresh-ahead=0            | 99999ms     | FRESH
			refresh-ahead=0.5          | 50s         | AGEING
			stale-while-revalidate=10s | 100s        | REVALIDATING
			stale-while-revalidate=10s | 109999ms    | REVALIDATING
			stale-while-revalidate=10s | 110s        | STALE
			stale-if-error=0s          | 99s         | AGEING
			stale-if-error=0s          | 100s        | EXPIRED
			stale-if-error=1m          | 159999ms    | STALE
			stale-if-error=1m          | 160s        | EXPIRED
			""")
	void aStoredResponseGoesFromFreshToExpired(String setting, String age, Freshness freshness) {
		assertThat(policy(setting).freshnessOf(stored(SIGHTING), after(age))).isEqualTo(freshness);
	}

	@ParameterizedTest
	@CsvSource({ "FRESH, true", "AGEING, true", "REVALIDATING, true", "STALE, false", "EXPIRED, false" })
	void nobodyWaitsForHoneyHiveWhereSomethingMayBeServed(Freshness freshness, boolean served) {
		assertThat(freshness.isServed()).isEqualTo(served);
	}

	@Test
	void anUnsettledAnswerIsOfNoUseOnceItIsStale() {
		FreshnessPolicy policy = policy("unsettled-fresh=100s");
		StoredResponse unsettled = stored(SIGHTING.unsettled());

		assertThat(policy.freshnessOf(unsettled, after("79s"))).isEqualTo(Freshness.FRESH);
		assertThat(policy.freshnessOf(unsettled, after("100s"))).isEqualTo(Freshness.EXPIRED);
		assertThat(policy.mayStandIn(unsettled, Outage.of(Outage.Kind.FAILED), after("101s"))).isFalse();
	}

	@ParameterizedTest
	@EnumSource(names = "KEY_REFUSED", mode = EnumSource.Mode.EXCLUDE)
	void aStaleAnswerStandsInForSevenDays(Outage.Kind kind) {
		assertThat(mayStandIn(null, kind, "604899999ms")).isTrue();
		assertThat(mayStandIn(null, kind, "604900s")).isFalse();
	}

	@Test
	void aStaleAnswerStandsInForADayWhileOurKeyIsRefused() {
		assertThat(mayStandIn(null, Outage.Kind.KEY_REFUSED, "86499999ms")).isTrue();
		assertThat(mayStandIn(null, Outage.Kind.KEY_REFUSED, "86500s")).isFalse();
	}

	@Test
	void aShorterStaleIfErrorHoldsForARefusedKeyToo() {
		assertThat(mayStandIn("stale-if-error=1m", Outage.Kind.KEY_REFUSED, "159999ms")).isTrue();
		assertThat(mayStandIn("stale-if-error=1m", Outage.Kind.KEY_REFUSED, "160s")).isFalse();
	}

	@Test
	void nothingStandsInWhereThatIsTurnedOff() {
		assertThat(mayStandIn("stale-if-error=0s", Outage.Kind.FAILED, "100s")).isFalse();
	}

	@Test
	void ageCountsFromTheQuestionAndTimeToLiveBecomesNegative() {
		StoredResponse stored = stored(SIGHTING);

		assertThat(stored.ageAt(after("130s"))).hasSeconds(130);
		assertThat(stored.timeToLiveAt(after("63s"))).hasSeconds(37);
		assertThat(stored.timeToLiveAt(after("220s"))).hasSeconds(-120);
	}

	@Test
	void aChangeMakesStaleButNeverProlongs() {
		StoredResponse stored = stored(SIGHTING);

		assertThat(stored.staleFrom(after("30s")).freshUntil()).isEqualTo(after("30s"));
		assertThat(stored.staleFrom(after("101s")).freshUntil()).isEqualTo(after("100s"));
	}

	private static boolean mayStandIn(String setting, Outage.Kind kind, String age) {
		return policy(setting).mayStandIn(stored(SIGHTING), Outage.of(kind), after(age));
	}

	private static FreshnessPolicy policy(String setting) {
		return new FreshnessPolicy((setting != null) ? Settings.with(setting) : Settings.with());
	}

	private static StoredResponse stored(Sighting sighting) {
		return new StoredResponse(sighting.seen(), ChangeHistory.after(null, sighting.seen()), ASKED.plus(LIFETIME));
	}

	private static Instant after(String age) {
		return ASKED.plus(DurationStyle.detectAndParse(age));
	}

}
