package dev.honeyrelay.results;

import java.time.Duration;

import dev.honeyrelay.cache.ChangeHistory;
import dev.honeyrelay.cache.ManualTime;
import dev.honeyrelay.cache.ResponseCache;
import dev.honeyrelay.cache.Settings;
import dev.honeyrelay.cache.Sighting;
import dev.honeyrelay.cache.Store;
import dev.honeyrelay.response.FetchedResponse;
import dev.honeyrelay.run.RunQuery;
import org.junit.jupiter.api.Test;

import static dev.honeyrelay.run.Questions.result;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is known of answers that somebody waits for and that are not stored.
 */
class SeenAnswersTests {

	private static final RunQuery QUERY = result("ci-48213");

	private final ManualTime time = new ManualTime();

	private final ResponseCache cache = new Store(this.time, Settings.with()).responses();

	private final SeenAnswers answers = new SeenAnswers(this.cache);

	@Test
	void anotherAnswerSeenLaterSupersedesAndTheSameDoesNot() {
		this.answers.watch(QUERY);
		FetchedResponse first = see("v1");
		assertThat(this.answers.isSuperseded(QUERY, first)).isFalse();

		FetchedResponse same = see("v1");
		assertThat(this.answers.isSuperseded(QUERY, first)).isFalse();

		FetchedResponse other = see("v2");
		assertThat(this.answers.isSuperseded(QUERY, same)).isTrue();
		assertThat(this.answers.isSuperseded(QUERY, other)).isFalse();
	}

	@Test
	void itIsForgottenWhenTheLastOfThoseWhoFollowItLeaves() {
		Looks.Watch one = this.answers.watch(QUERY);
		Looks.Watch other = this.answers.watch(QUERY);
		Looks.Watch third = this.answers.watch(QUERY);
		FetchedResponse first = see("v1");
		see("v2");

		one.close();
		third.close();
		assertThat(this.answers.isSuperseded(QUERY, first)).isTrue();
		other.close();
		assertThat(this.answers.isSuperseded(QUERY, first)).isFalse();
	}

	@Test
	void thatThereIsNoAnswerAnyLongerSupersedesToo() {
		this.answers.watch(QUERY);
		FetchedResponse first = see("v1");

		this.time.advance(Duration.ofSeconds(1));
		this.answers.missed(QUERY, this.time.instant());

		assertThat(this.answers.isSuperseded(QUERY, first)).isTrue();
	}

	@Test
	void aRunThatRunsAgainSupersedesThoughItSaysTheSame() {
		this.answers.watch(QUERY);
		FetchedResponse settled = see("v1");

		FetchedResponse running = seen("v1").unsettled().seen();
		this.answers.saw(QUERY, running, ChangeHistory.changed(running));

		assertThat(this.answers.isSuperseded(QUERY, settled)).isTrue();
		assertThat(this.answers.isSuperseded(QUERY, running)).isFalse();
	}

	@Test
	void whatIsStoredCountsUnlessItIsOlder() {
		this.answers.watch(QUERY);
		FetchedResponse older = seen("v1").seen();
		FetchedResponse newer = seen("v2").seen();

		this.answers.sawStored(QUERY, newer, ChangeHistory.changed(newer));
		this.answers.sawStored(QUERY, older, ChangeHistory.changed(older));

		assertThat(this.answers.isSuperseded(QUERY, older)).isTrue();
		assertThat(this.answers.isSuperseded(QUERY, newer)).isFalse();
	}

	@Test
	void anAnswerIsStillSinceItWasFirstSeenSoAndAPurgeBeginsAnew() {
		this.answers.watch(QUERY);
		FetchedResponse first = see("v1");
		FetchedResponse second = seen("v1").seen();

		assertThat(history(second).since()).isEqualTo(first.askedAt());
		this.cache.purge(QUERY.project(), QUERY.runs().getFirst(), this.time.instant());
		FetchedResponse third = seen("v1").seen();
		assertThat(history(third).since()).isEqualTo(third.askedAt());
	}

	@Test
	void whatNobodyFollowsLeavesNoTrace() {
		FetchedResponse first = see("v1");
		see("v2");

		assertThat(this.answers.isSuperseded(QUERY, first)).isFalse();
	}

	private ChangeHistory history(FetchedResponse seen) {
		return this.answers.saw(QUERY, seen, ChangeHistory.changed(seen));
	}

	private FetchedResponse see(String text) {
		FetchedResponse seen = seen(text).seen();
		history(seen);
		return seen;
	}

	private Sighting seen(String text) {
		this.time.advance(Duration.ofSeconds(1));
		return Sighting.of(text, this.time.instant());
	}

}
