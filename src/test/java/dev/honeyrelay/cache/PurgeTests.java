package dev.honeyrelay.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.honeyrelay.response.NotStoredReason;
import dev.honeyrelay.run.Operation;
import dev.honeyrelay.run.Parameters;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.run.RunQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.honeyrelay.run.Questions.PROJECT;
import static dev.honeyrelay.run.Questions.comparison;
import static dev.honeyrelay.run.Questions.elsewhere;
import static dev.honeyrelay.run.Questions.metrics;
import static dev.honeyrelay.run.Questions.result;
import static dev.honeyrelay.run.Questions.run;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a purge removes, and what it keeps from being stored later.
 */
@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PurgeTests {

	private static final RunId PURGED = new RunId("purged");

	private final ManualTime time = new ManualTime();

	private final ResponseCache cache = new Store(this.time, Settings.with()).responses();

	@Test
	void everyAnswerThatInvolvesTheRunIsGoneComparisonsOnEitherSideIncluded() {
		assertThat(new RunQuery[] { result("purged"), result("purged", "filters=[]"), metrics("purged"), run("purged"),
				comparison("purged", "other"), comparison("other", "purged") })
			.allSatisfy((query) -> {
				store(query);
				purge();
				assertThat(this.cache.lookup(query)).isNull();
			});
	}

	@Test
	void otherRunsAndTheRunOfThatNameInOtherProjectsStay() {
		assertThat(new RunQuery[] { result("other"), comparison("other", "another"), elsewhere(result("purged")) })
			.allSatisfy((query) -> {
				store(query);
				purge();
				assertThat(this.cache.lookup(query)).isNotNull();
			});
	}

	@Test
	void whatWasAskedForBeforeIsNotStoredAfterwards() {
		Sighting underWay = seen();
		this.time.advance(Duration.ofSeconds(1));

		purge();

		assertThat(this.cache.store(result("purged"), underWay.seen())).isEqualTo(NotStoredReason.PURGED);
		assertThat(this.cache.store(comparison("purged", "other"), underWay.seen())).isEqualTo(NotStoredReason.PURGED);
		assertThat(this.cache.store(comparison("other", "purged"), underWay.seen())).isEqualTo(NotStoredReason.PURGED);
		assertThat(this.cache.lookup(result("purged"))).isNull();
		assertThat(this.cache.store(result("other"), underWay.seen())).isNull();
		assertThat(this.cache.store(elsewhere(result("purged")), underWay.seen())).isNull();
	}

	@Test
	void whatIsAskedForAfterwardsIsStored() {
		purge();
		this.time.advance(Duration.ofMillis(1));

		assertThat(this.cache.store(result("purged"), seen().seen())).isNull();
		assertThat(this.cache.lookup(result("purged"))).isNotNull();
	}

	@Test
	void anEarlierPurgeThatComesSecondTakesNothingBack() {
		Instant earlier = this.time.instant();
		this.time.advance(Duration.ofSeconds(1));
		Sighting between = seen();
		this.time.advance(Duration.ofSeconds(1));
		purge();

		this.cache.purge(PROJECT, PURGED, earlier);

		assertThat(this.cache.store(result("purged"), between.seen())).isEqualTo(NotStoredReason.PURGED);
	}

	@Test
	void aTripOfHalfAnHourIsStillNotStored() {
		Sighting underWay = seen();
		this.time.advance(Duration.ofSeconds(1));
		purge();
		this.time.advance(Duration.ofMinutes(30));

		assertThat(this.cache.store(result("purged"), underWay.seen())).isEqualTo(NotStoredReason.PURGED);
	}

	@Test
	void whatAnAnswerEvictedAndStoredAgainInvolvesIsStillKnown() {
		Store small = new Store(this.time, Settings.with("max-size=20KB", "max-entry=10KB"));
		store(small.responses(), result("purged"));
		for (int i = 0; small.evictions() < 200; i++) {
			store(small.responses(), result("other-" + i));
			small.bytes();
		}
		store(small.responses(), comparison("purged", "other-1"));
		this.time.advance(Duration.ofSeconds(1));

		small.responses().purge(PROJECT, PURGED, this.time.instant());

		assertThat(small.responses().lookup(comparison("purged", "other-1"))).isNull();
		assertThat(small.responses().lookup(result("purged"))).isNull();
	}

	@Test
	void theListsOfTheProjectsRunsAreGoneToo() {
		RunQuery list = new RunQuery(PROJECT, Operation.RUN_LIST, List.of(), Parameters.NONE);
		store(list);
		store(elsewhere(list));

		purge();

		assertThat(this.cache.lookup(list)).isNull();
		assertThat(this.cache.lookup(elsewhere(list))).isNotNull();
	}

	@Test
	void aPurgeIsKnownOfWhateverInvolvesTheRunAndWasAskedForUntilThen() {
		purge();
		Instant now = this.time.instant();

		assertThat(this.cache.isPurgedSince(comparison("other", "purged"), now)).isTrue();
		assertThat(this.cache.isPurgedSince(result("purged"), now.plusNanos(1))).isFalse();
		assertThat(this.cache.isPurgedSince(result("other"), now)).isFalse();
	}

	@Test
	void aPurgeCostsWhatItRemovesHoweverMuchIsStored() {
		Sighting seen = seen();
		for (int i = 0; i < 20_000; i++) {
			this.cache.store(result("run-" + i), seen.seen());
		}
		this.time.advance(Duration.ofSeconds(1));

		for (int i = 0; i < 50_000; i++) {
			this.cache.purge(PROJECT, new RunId("unknown-" + i), this.time.instant());
		}

		assertThat(this.cache.lookup(result("run-7"))).isNotNull();
	}

	private void store(ResponseCache responses, RunQuery query) {
		this.time.advance(Duration.ofSeconds(1));
		assertThat(responses.store(query, seen().seen())).isNull();
	}

	private void store(RunQuery query) {
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.cache.store(query, seen().seen())).isNull();
	}

	private void purge() {
		this.cache.purge(PROJECT, PURGED, this.time.instant());
	}

	private Sighting seen() {
		return Sighting.of("v1", this.time.instant());
	}

}
