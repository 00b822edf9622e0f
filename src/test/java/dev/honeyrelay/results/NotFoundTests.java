package dev.honeyrelay.results;

import java.time.Duration;
import java.util.List;

import dev.honeyrelay.cache.Sighting;
import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.run.RunQuery;
import dev.honeyrelay.upstream.UpstreamOutcome.Answered;
import dev.honeyrelay.upstream.UpstreamOutcome.NotFound;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import static dev.honeyrelay.run.Questions.comparison;
import static dev.honeyrelay.run.Questions.elsewhere;
import static dev.honeyrelay.run.Questions.metrics;
import static dev.honeyrelay.run.Questions.result;
import static dev.honeyrelay.run.Questions.run;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is dropped when HoneyHive says that there is no such run.
 */
@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NotFoundTests {

	static final List<RunQuery> OF_THE_RUN = List.of(run("gone"), result("gone"),
			result("gone", "aggregate_function=max"), metrics("gone"), comparison("gone", "other"),
			comparison("other", "gone"));

	static final List<RunQuery> OF_OTHERS = List.of(run("other"), result("other"), comparison("other", "another"),
			elsewhere(result("gone")));

	private final Rig rig = new Rig();

	@BeforeEach
	void everythingIsStoredAndStale() {
		this.rig.honeyHive.says("v1");
		OF_THE_RUN.forEach(this.rig::ask);
		OF_OTHERS.forEach(this.rig::ask);
		this.rig.advance(130);
	}

	@ParameterizedTest
	@FieldSource("OF_THE_RUN")
	void whatIsNotFoundIsNotServedAgain(RunQuery query) {
		this.rig.honeyHive.comesTo(new NotFound(true));
		assertThat(this.rig.ask(query)).isEqualTo("run-not-found");

		this.rig.honeyHive.fails(Outage.of(Outage.Kind.FAILED, 503));
		assertThat(this.rig.ask(query)).isEqualTo("unavailable: failed");
	}

	@Test
	void theRunsOwnRecordTakesEverythingOfTheRunWithIt() {
		this.rig.honeyHive.comesTo(new NotFound(true));
		this.rig.ask(run("gone"));

		assertThat(OF_THE_RUN).allSatisfy((query) -> assertThat(this.rig.stored(query)).isNull());
		assertThat(OF_OTHERS).allSatisfy((query) -> assertThat(this.rig.stored(query)).isEqualTo("v1"));
	}

	@Test
	void anyOtherAnswerGoesAlone() {
		this.rig.honeyHive.comesTo(new NotFound(true));
		this.rig.ask(result("gone"));

		assertThat(this.rig.stored(result("gone"))).isNull();
		assertThat(this.rig.stored(run("gone"))).isEqualTo("v1");
		assertThat(this.rig.stored(result("gone", "aggregate_function=max"))).isEqualTo("v1");
	}

	@Test
	void aKeyThatHasReadNothingYetDropsNothing() {
		this.rig.honeyHive.comesTo(new NotFound(false));

		assertThat(this.rig.ask(run("gone"))).isEqualTo("run-not-found");
		assertThat(this.rig.ask(result("gone"))).isEqualTo("run-not-found");
		assertThat(OF_THE_RUN).allSatisfy((query) -> assertThat(this.rig.stored(query)).isEqualTo("v1"));
	}

	@Test
	void aPathThatHoneyHiveNoLongerServesDropsNothing() {
		this.rig.honeyHive.fails(Outage.of(Outage.Kind.FAILED, 404));

		assertThat(this.rig.ask(run("gone")))
			.isEqualTo("v1: fwd=stale; fwd-status=404; ttl=-120; detail=stale-if-error");
		assertThat(OF_THE_RUN).allSatisfy((query) -> assertThat(this.rig.stored(query)).isEqualTo("v1"));
	}

	@Test
	void metricsWhoseRunIsNotFoundAreServedAndEverythingOfTheRunIsDropped() {
		Sighting metrics = Sighting.of("metrics", this.rig.time.instant()).touched(Duration.ofDays(1)).unsettled();
		this.rig.honeyHive.comesTo(new Answered(metrics.seen(), List.of(new RunId("gone")), new ByteBudget(1).lease()));

		assertThat(this.rig.ask(metrics("gone"))).startsWith("metrics: fwd=stale; fwd-status=200; stored=?0; detail=");
		assertThat(OF_THE_RUN).allSatisfy((query) -> assertThat(this.rig.stored(query)).isNull());
		assertThat(OF_OTHERS).allSatisfy((query) -> assertThat(this.rig.stored(query)).isEqualTo("v1"));
	}

	@Test
	void aRunThatIsThereAgainIsStoredAgain() {
		this.rig.honeyHive.comesTo(new NotFound(true));
		this.rig.ask(run("gone"));
		this.rig.advance(1);
		this.rig.honeyHive.says("v2");

		assertThat(this.rig.ask(result("gone"))).isEqualTo("v2: fwd=miss; stored");
	}

}
