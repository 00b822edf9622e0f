package dev.honeyrelay.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.honeyrelay.response.FetchedResponse;
import dev.honeyrelay.response.NotStoredReason;
import dev.honeyrelay.run.RunQuery;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import static dev.honeyrelay.run.Questions.comparison;
import static dev.honeyrelay.run.Questions.elsewhere;
import static dev.honeyrelay.run.Questions.metrics;
import static dev.honeyrelay.run.Questions.result;
import static dev.honeyrelay.run.Questions.run;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a change seen in one answer means for the others: what a dashboard shows side by
 * side agrees. All answers of these tests were last touched long ago and have been
 * watched for an hour, so that nothing but a change makes them stale.
 */
class ChangedRunTests {

	static final List<RunQuery> OF_THE_RUN = List.of(run("new"), metrics("new"), comparison("new", "old"),
			comparison("other", "new"), result("new", "aggregate_function=max"), result("new", "filters=[]"));

	static final List<RunQuery> OF_OTHERS = List.of(result("old"), comparison("other", "old"),
			elsewhere(result("new", "aggregate_function=max")));

	private static final RunQuery CHANGED = result("new");

	private final ManualTime time = new ManualTime();

	private final ResponseCache cache = new Store(this.time, Settings.with()).responses();

	@BeforeEach
	void everythingIsStoredAndFresh() {
		storeAll();
		this.time.advance(Duration.ofHours(1));
		storeAll();
		this.time.advance(Duration.ofSeconds(1));
	}

	@ParameterizedTest
	@FieldSource("OF_THE_RUN")
	void whateverElseInvolvesTheRunIsStaleFromThatMoment(RunQuery other) {
		Instant changed = store(CHANGED, "v2");
		this.time.advance(Duration.ofSeconds(1));

		assertThat(this.cache.lookup(other).freshUntil()).isEqualTo(changed);
		assertThat(this.cache.lookup(CHANGED).freshUntil()).isAfter(changed);
	}

	@ParameterizedTest
	@FieldSource("OF_THE_RUN")
	void aChangeSeenInAnyAnswerOfTheRunCounts(RunQuery changing) {
		Instant changed = store(changing, "v2");

		assertThat(this.cache.lookup(CHANGED).freshUntil()).isEqualTo(changed);
	}

	@ParameterizedTest
	@FieldSource("OF_OTHERS")
	void otherRunsAndOtherProjectsAreLeftAlone(RunQuery other) {
		store(CHANGED, "v2");

		assertThat(this.cache.lookup(other).timeToLiveAt(this.time.instant())).isGreaterThan(Duration.ofMinutes(50));
	}

	@Test
	void aChangedComparisonMakesTheAnswersOfBothItsRunsStale() {
		Instant changed = store(comparison("new", "old"), "v2");

		assertThat(this.cache.lookup(result("new")).freshUntil()).isEqualTo(changed);
		assertThat(this.cache.lookup(result("old")).freshUntil()).isEqualTo(changed);
	}

	@Test
	void anAnswerThatSaysTheSameMakesNothingStale() {
		store(CHANGED, "v 1");

		assertThat(this.cache.lookup(metrics("new")).timeToLiveAt(this.time.instant()))
			.isGreaterThan(Duration.ofMinutes(50));
	}

	@Test
	void anAnswerAskedForBeforeTheChangeIsStaleThoughItIsStoredAfterIt() {
		Sighting underWay = seen("v1");
		this.time.advance(Duration.ofSeconds(1));
		Instant changed = store(CHANGED, "v2");

		this.cache.store(metrics("new"), underWay.seen());

		assertThat(this.cache.lookup(metrics("new")).freshUntil()).isEqualTo(changed);
	}

	@Test
	void anAnswerNeverStoredBeforeIsStaleIfItWasAskedForBeforeTheChange() {
		Sighting underWay = seen("v1");
		this.time.advance(Duration.ofSeconds(1));
		Instant changed = store(CHANGED, "v2");

		this.cache.store(result("new", "aggregate_function=min"), underWay.seen());

		assertThat(this.cache.lookup(result("new", "aggregate_function=min")).freshUntil()).isEqualTo(changed);
	}

	@Test
	void anAnswerAskedForAfterTheChangeIsFreshAgain() {
		store(CHANGED, "v2");
		this.time.advance(Duration.ofSeconds(1));

		store(metrics("new"), "v1");

		assertThat(this.cache.lookup(metrics("new")).timeToLiveAt(this.time.instant()))
			.isGreaterThan(Duration.ofMinutes(50));
	}

	@Test
	void anAnswerThatMayNotBeStoredMakesTheOthersStaleToo() {
		Sighting running = seen("running").unsettled();

		assertThat(this.cache.store(CHANGED, running.seen())).isEqualTo(NotStoredReason.UNSETTLED);

		assertThat(this.cache.lookup(metrics("new")).freshUntil()).isEqualTo(running.askedAt());
	}

	@Test
	void aChangeIsRememberedForAsLongAsAnAnswerCouldBeFreshWithoutIt() {
		Instant changed = store(CHANGED, "v2");

		for (int i = 0; i < 120; i++) {
			this.time.advance(Duration.ofMinutes(1));
			assertThat(this.cache.lookup(metrics("new")).timeToLiveAt(this.time.instant()))
				.isLessThanOrEqualTo(Duration.ZERO);
		}
		assertThat(this.time.instant()).isAfter(changed.plus(Duration.ofHours(1)));
	}

	@Test
	void whatWasAskedForBeforeAChangeIsOutdatedAndNothingElse() {
		FetchedResponse before = seen("v1").seen();
		this.time.advance(Duration.ofSeconds(1));
		store(CHANGED, "v2");
		FetchedResponse then = seen("v1").seen();

		assertThat(this.cache.isOutdated(comparison("other", "new"), before)).isTrue();
		assertThat(this.cache.isOutdated(comparison("other", "new"), then)).isFalse();
		assertThat(this.cache.isOutdated(result("old"), before)).isFalse();
	}

	private void storeAll() {
		store(CHANGED, "v1");
		OF_THE_RUN.forEach((query) -> store(query, "v1"));
		OF_OTHERS.forEach((query) -> store(query, "v1"));
	}

	private Instant store(RunQuery query, String text) {
		Sighting sighting = seen(text).touched(Duration.ofDays(1));
		this.cache.store(query, sighting.seen());
		return sighting.askedAt();
	}

	private Sighting seen(String text) {
		return Sighting.of(text, this.time.instant());
	}

}
