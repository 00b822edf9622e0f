package dev.honeyrelay.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import dev.honeyrelay.response.CacheControl;
import dev.honeyrelay.response.Directive;
import dev.honeyrelay.response.Directives;
import dev.honeyrelay.response.FetchedResponse;
import dev.honeyrelay.response.NotStoredReason;
import dev.honeyrelay.response.Outage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.convert.DurationStyle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * For how long an answer is fresh, and whether it may be stored at all.
 */
class FreshnessPolicyTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	// touched: how long ago, by HoneyHive's times, one of the runs was. watched: for how
	// long the relay has seen this answer, and whether it saw it change at the beginning
	// of that.
	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			# settings               | touched | watched | change seen | lifetime
			# quiet from HoneyHive's times
			-                        | 1000s   | 10h     | no          | 100s
			-                        | 10h     | 10h     | no          | 1h
			-                        | 5h      | 30m     | no          | 30m
			# quiet from our own reads
			-                        | 10h     | 300s    | yes         | 30s
			-                        | 100s    | 300s    | yes         | 10s
			-                        | 10h     | 0s      | yes         | 1s
			# no times
			-                        | -       | 0s      | no          | 1s
			-                        | -       | 300s    | no          | 30s
			-                        | -       | 300s    | yes         | 30s
			# a time in the future
			-                        | -1h     | 10h     | no          | 1s
			-                        | -1h     | 10h     | yes         | 1s
			# the first look, and what follows it
			-                        | 10h     | 0s      | no          | 10s
			-                        | 50s     | 0s      | no          | 5s
			-                        | 10h     | 45s     | no          | 55s
			first-fresh=2s           | 10h     | 3s      | no          | 5s
			first-fresh=500ms        | 10h     | 0s      | no          | 500ms
			# no less than min-fresh, no more than max-fresh
			-                        | 0s      | 0s      | no          | 1s
			-                        | 9s      | 0s      | no          | 1s
			-                        | 11s     | 0s      | no          | 1100ms
			min-fresh=5s             | 11s     | 0s      | no          | 5s
			-                        | 365d    | 365d    | no          | 1h
			max-fresh=20s            | 10h     | 10h     | no          | 20s
			max-fresh=5s             | 10h     | 0s      | no          | 5s
			freshness-fraction=0.5   | 100s    | 10h     | no          | 50s
			freshness-fraction=1     | 100s    | 10h     | no          | 100s
			""")
	void aSettledAnswerIsFreshForAShareOfTheTimeItHasBeenStill(String setting, String touched, String watched,
			String changeSeen, String lifetime) {
		Sighting sighting = Sighting.of("v1", NOW).touchedAt((touched != null) ? NOW.minus(duration(touched)) : null);

		assertThat(policy(setting).lifetimeOf(sighting.seen(), watched(watched, changeSeen.equals("yes"))))
			.isEqualTo(duration(lifetime));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			-                          | 3s  | 3s
			-                          | 0s  | 0s
			-                          | 1h  | 10s
			-                          | -   | 10s
			upstream-directives=ignore | 3s  | 10s
			""")
	void whatHoneyHiveAllowsIsAnUpperBound(String setting, String allowed, String lifetime) {
		Sighting sighting = Sighting.of("v1", NOW)
			.touched(Duration.ofHours(10))
			.with(Sighting.allowing((allowed != null) ? duration(allowed) : null));

		assertThat(policy(setting).lifetimeOf(sighting.seen(), watched("0s", false))).isEqualTo(duration(lifetime));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			-                          | 60s | 45s | 0s  | 10s
			-                          | 60s | 55s | 0s  | 5s
			-                          | 60s | 0s  | 55s | 5s
			-                          | 60s | 50s | 55s | 5s
			-                          | 60s | 60s | 0s  | 0s
			-                          | 60s | 0s  | 2h  | 0s
			-                          | -   | 30s | 0s  | 10s
			-                          | -   | 1h  | 0s  | 0s
			-                          | -   | 0s  | 2h  | 10s
			upstream-directives=ignore | 60s | 2h  | 2h  | 10s
			""")
	void howOldAnAnswerIsWhenItComesCounts(String setting, String allowed, String age, String apparentAge,
			String lifetime) {
		CacheControl cacheControl = (allowed != null) ? new CacheControl(Set.of(), duration(allowed)) : null;
		Sighting sighting = Sighting.of("v1", NOW)
			.touched(Duration.ofHours(10))
			.with(new Directives(cacheControl, null, null, NOW, duration(age), duration(apparentAge)));

		assertThat(policy(setting).lifetimeOf(sighting.seen(), watched("0s", false))).isEqualTo(duration(lifetime));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			-                          | 0s  | 0s  | 7
			-                          | 30s | 0s  | 37
			-                          | 0s  | 40s | 47
			-                          | 30s | 40s | 47
			-                          | 3650000d | 0s | 2147483648
			upstream-directives=ignore | 30s | 40s | 7
			""")
	void itIsPartOfTheAge(String setting, String age, String apparentAge, long seconds) {
		Sighting sighting = Sighting.of("v1", NOW)
			.with(new Directives(null, null, null, NOW, duration(age), duration(apparentAge)));

		assertThat(policy(setting).ageOf(sighting.seen(), NOW.plusSeconds(7))).hasSeconds(seconds);
	}

	@ParameterizedTest
	@EnumSource(names = { "MUST_REVALIDATE", "PROXY_REVALIDATE", "S_MAXAGE", "NO_CACHE" })
	void honeyHiveMayForbidStaleAnswersUnlessTheOperatorSaysOtherwise(Directive directive) {
		FetchedResponse seen = Sighting.of("v1", NOW).with(Sighting.saying(Duration.ZERO, directive)).seen();
		StoredResponse stored = new StoredResponse(seen, watched("0s", false), NOW);
		Outage outage = Outage.of(Outage.Kind.FAILED, 503);

		assertThat(policy(null).againstStale(seen)).isEqualTo(directive);
		assertThat(policy(null).mayStandIn(stored, outage, NOW)).isFalse();
		assertThat(policy("stale-while-revalidate=10s").freshnessOf(stored, NOW)).isEqualTo(Freshness.EXPIRED);
		assertThat(policy("upstream-directives=ignore").mayStandIn(stored, outage, NOW)).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "unsettled-fresh=2s, 10h, 2s", "unsettled-fresh=2s, 1s, 1s", "unsettled-fresh=0s, 10h, 0s" })
	void anUnsettledAnswerIsFreshForAFixedTime(String setting, String allowed, String lifetime) {
		Sighting sighting = Sighting.of("v1", NOW)
			.touched(Duration.ofHours(10))
			.freshFor(duration(allowed))
			.unsettled();

		assertThat(policy(setting).lifetimeOf(sighting.seen(), watched("10h", false))).isEqualTo(duration(lifetime));
	}

	@ParameterizedTest
	@ValueSource(strings = { "-1000000000-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "1700-01-01T00:00:00Z",
			"9999-12-31T23:59:59Z", "+1000000000-12-31T23:59:59Z" })
	void anAbsurdTimeOfHoneyHivesDoesNoHarm(Instant touchedAt) {
		FetchedResponse seen = Sighting.of("v1", NOW).touchedAt(touchedAt).seen();

		assertThat(policy(null).lifetimeOf(seen, watched("10h", false)))
			.isEqualTo(touchedAt.isBefore(NOW) ? Duration.ofHours(1) : Duration.ofSeconds(1));
	}

	@Test
	void aSettledAnswerMayBeStored() {
		assertThat(policy(null).vetoOf(Sighting.of("v1", NOW).seen())).isNull();
	}

	@Test
	void anUnsettledAnswerMayBeStoredOnlyWhereTheOperatorSaysForHowLong() {
		FetchedResponse unsettled = Sighting.of("v1", NOW).unsettled().seen();

		assertThat(policy(null).vetoOf(unsettled)).isEqualTo(NotStoredReason.UNSETTLED);
		assertThat(policy("unsettled-fresh=1s").vetoOf(unsettled)).isNull();
	}

	@ParameterizedTest
	@EnumSource(names = { "NO_STORE", "PRIVATE", "VARY" })
	void honeyHiveMayForbidStoringUnlessTheOperatorSaysOtherwise(NotStoredReason veto) {
		FetchedResponse settled = Sighting.of("v1", NOW).vetoed(veto).seen();
		FetchedResponse unsettled = Sighting.of("v1", NOW).vetoed(veto).unsettled().seen();

		assertThat(policy(null).vetoOf(settled)).isEqualTo(veto);
		assertThat(policy("unsettled-fresh=1s").vetoOf(unsettled)).isEqualTo(veto);
		assertThat(policy("upstream-directives=ignore").vetoOf(settled)).isNull();
	}

	@Test
	void whoHasAStaleAnswerWaitsAsLongAsTheOperatorSays() {
		assertThat(policy("stale-wait=1500ms").staleWait()).isEqualTo(Duration.ofMillis(1500));
	}

	private static FreshnessPolicy policy(String setting) {
		return new FreshnessPolicy((setting != null) ? Settings.with(setting) : Settings.with());
	}

	private static ChangeHistory watched(String watched, boolean changeSeen) {
		return new ChangeHistory(NOW.minus(duration(watched)), changeSeen);
	}

	private static Duration duration(String text) {
		return DurationStyle.detectAndParse(text);
	}

}
