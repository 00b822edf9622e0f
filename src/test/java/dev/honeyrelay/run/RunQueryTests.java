package dev.honeyrelay.run;

import java.util.List;

import org.junit.jupiter.api.Test;

import static dev.honeyrelay.run.Questions.PROJECT;
import static dev.honeyrelay.run.Questions.comparison;
import static dev.honeyrelay.run.Questions.elsewhere;
import static dev.honeyrelay.run.Questions.metrics;
import static dev.honeyrelay.run.Questions.result;
import static dev.honeyrelay.run.Questions.run;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What makes two questions the same, and which runs a question is about.
 */
class RunQueryTests {

	@Test
	void projectOperationRunsTheirOrderAndParametersTellQuestionsApart() {
		assertThat(List.of(result("a"), elsewhere(result("a")), metrics("a"), run("a"), result("b"),
				result("a", "aggregate_function=max"), comparison("a", "b"), comparison("b", "a")))
			.doesNotHaveDuplicates();
		assertThat(result("a")).isEqualTo(result("a", "aggregate_function=average"));
	}

	@Test
	void aComparisonInvolvesBothOfItsRuns() {
		assertThat(comparison("new", "old").involves(PROJECT, new RunId("new"))).isTrue();
		assertThat(comparison("new", "old").involves(PROJECT, new RunId("old"))).isTrue();
		assertThat(comparison("new", "old").involves(PROJECT, new RunId("other"))).isFalse();
	}

	@Test
	void aRunOfAnotherProjectIsAnotherRun() {
		assertThat(elsewhere(result("a")).involves(PROJECT, new RunId("a"))).isFalse();
	}

	@Test
	void theRecordOfARunHasNoParameters() {
		assertThat(result("a", "filters=[]").recordOf(new RunId("a"))).isEqualTo(run("a"));
		assertThat(elsewhere(comparison("a", "b")).recordOf(new RunId("b"))).isEqualTo(elsewhere(run("b")));
	}

}
