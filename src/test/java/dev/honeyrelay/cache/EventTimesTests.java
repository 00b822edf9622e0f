package dev.honeyrelay.cache;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunId;
import org.junit.jupiter.api.Test;

import static dev.honeyrelay.run.Questions.PROJECT;
import static dev.honeyrelay.run.Questions.elsewhere;
import static dev.honeyrelay.run.Questions.metrics;
import static dev.honeyrelay.run.Questions.result;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What happened to runs, in a table that does not grow.
 */
class EventTimesTests {

	private static final RunId RUN = new RunId("ci-48213");

	private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.123456789Z");

	private final EventTimes times = new EventTimes();

	@Test
	void whatHappenedIsKnownFromThenOnToTheNanosecond() {
		assertThat(this.times.isKnownSince(PROJECT, RUN, NOON)).isFalse();

		this.times.note(PROJECT, RUN, NOON);

		assertThat(this.times.isKnownSince(PROJECT, RUN, NOON)).isTrue();
		assertThat(this.times.isKnownSince(PROJECT, RUN, NOON.minusNanos(1))).isTrue();
		assertThat(this.times.isKnownSince(PROJECT, RUN, NOON.plusNanos(1))).isFalse();
		assertThat(this.times.isKnownSince(new ProjectName("other"), RUN, NOON)).isFalse();
	}

	@Test
	void onlyWhatIsLaterIsNews() {
		assertThat(this.times.note(PROJECT, RUN, NOON)).isTrue();
		assertThat(this.times.note(PROJECT, RUN, NOON)).isFalse();
		assertThat(this.times.note(PROJECT, RUN, NOON.minusSeconds(1))).isFalse();
		assertThat(this.times.note(PROJECT, RUN, NOON.plusSeconds(1))).isTrue();
	}

	@Test
	void whatSharesARowIsStillNews() {
		for (int i = 0; i < 500_000; i++) {
			this.times.note(PROJECT, new RunId("run-" + i), NOON.plusSeconds(1));
		}

		for (int i = 0; i < 1000; i++) {
			assertThat(this.times.note(PROJECT, new RunId("other-" + i), NOON)).isTrue();
		}
	}

	@Test
	void nothingThatHappenedIsForgottenHoweverMuchHappens() {
		this.times.note(result("a"), NOON);
		for (int i = 0; i < 500_000; i++) {
			this.times.note(PROJECT, new RunId("run-" + i), NOON.minusSeconds(1));
		}

		assertThat(this.times.isKnownSince(result("a"), NOON)).isTrue();
	}

	@Test
	void nothingHappenedBeforeAnythingDid() {
		assertThat(this.times.isKnownSince(PROJECT, RUN, Instant.EPOCH)).isFalse();
		assertThat(this.times.isKnownSince(result("a"), Instant.MIN)).isFalse();
	}

	@Test
	void theAnswersToOtherQuestionsAreOthers() {
		this.times.note(result("a"), NOON);

		assertThat(List.of(result("b"), metrics("a"), result("a", "aggregate_function=max"), elsewhere(result("a"))))
			.noneMatch((query) -> this.times.isKnownSince(query, NOON));
	}

	// One of 65536 rows each: that several of a hundred share one is as good as
	// impossible.
	@Test
	void theRunsOfThatNameInOtherProjectsAreOthers() {
		this.times.note(PROJECT, RUN, NOON);

		assertThat(IntStream.range(0, 100).mapToObj((i) -> new ProjectName("project-" + i)))
			.filteredOn((project) -> this.times.isKnownSince(project, RUN, NOON))
			.hasSizeLessThan(4);
	}

	@Test
	void aTableTakesAMegabyteAndThereAreTwoForRuns() {
		assertThat(EventTimes.footprint()).isEqualTo(1L << 20);
		assertThat(InvalidationLog.footprint()).isEqualTo(2L << 20);
	}

	@Test
	void timesThatNobodyCanMeanAreNoFault() {
		this.times.note(PROJECT, RUN, Instant.MIN);
		assertThat(this.times.isKnownSince(PROJECT, RUN, NOON)).isFalse();

		this.times.note(PROJECT, RUN, Instant.MAX);
		assertThat(this.times.isKnownSince(PROJECT, RUN, NOON)).isTrue();
	}

}
