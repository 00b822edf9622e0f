package dev.honeyrelay.results;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.honeyrelay.cache.Gate;
import dev.honeyrelay.cache.Sighting;
import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.response.NotStoredReason;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.run.RunQuery;
import dev.honeyrelay.upstream.UpstreamOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.honeyrelay.run.Questions.elsewhere;
import static dev.honeyrelay.run.Questions.result;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * How answers come about while HoneyHive is well.
 */
@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ResultsTests {

	private static final RunQuery QUERY = result("ci-48213");

	private final Rig rig = new Rig();

	@Test
	void aFirstAnswerComesFromHoneyHiveAndIsStored() {
		this.rig.honeyHive.says("v1");

		assertThat(this.rig.ask(QUERY)).isEqualTo("v1: fwd=miss; stored");
		assertThat(this.rig.stored(QUERY)).isEqualTo("v1");
	}

	@Test
	void aFreshAnswerComesFromTheStore() {
		this.rig.honeyHive.says("v1");
		this.rig.ask(QUERY);
		this.rig.honeyHive.says("v2");
		this.rig.advance(3);

		assertThat(this.rig.ask(QUERY)).isEqualTo("v1: hit; ttl=7");
		assertThat(this.rig.honeyHive.asked()).isOne();
	}

	@Test
	void anAnswerFromTheStoreTellsItsAgeAndOneFromHoneyHiveHasNone() {
		this.rig.honeyHive.says("v1");
		Answer first = this.rig.results.answer(QUERY);
		this.rig.advance(3);

		assertThat(first).isInstanceOfSatisfying(Answer.Content.class, (content) -> assertThat(content.age()).isNull());
		assertThat(this.rig.results.answer(QUERY)).isInstanceOfSatisfying(Answer.Content.class,
				(content) -> assertThat(content.age()).hasSeconds(3));
	}

	@Test
	void ageCountsFromTheQuestionNotFromItsAnswer() {
		this.rig.honeyHive.does((query, validator) -> {
			Sighting sighting = Sighting.of("v1", this.rig.time.instant()).touched(Duration.ofDays(1));
			this.rig.advance(4);
			return new UpstreamOutcome.Answered(sighting.seen(), List.of(), new ByteBudget(1).lease());
		});
		this.rig.ask(QUERY);

		assertThat(this.rig.ask(QUERY)).isEqualTo("v1: hit; ttl=6");
	}

	@Test
	void whoAsksMeanwhileSharesTheTrip() {
		this.rig.honeyHive.says("v1");
		Gate gate = this.rig.honeyHive.hesitates();
		CompletableFuture<String> first = this.rig.waiting(QUERY);
		CompletableFuture<String> second = this.rig.waiting(QUERY);

		gate.open();

		assertThat(first.join()).isEqualTo("v1: fwd=miss; stored");
		assertThat(second.join()).isEqualTo("v1: fwd=miss; collapsed");
		assertThat(this.rig.honeyHive.asked()).isOne();
	}

	@Test
	void anUnsettledAnswerIsServedAndNotStored() {
		this.rig.honeyHive.says("running", Sighting::unsettled);

		assertThat(this.rig.ask(QUERY)).isEqualTo("running: fwd=miss; stored=?0; detail=unsettled");
		assertThat(this.rig.ask(QUERY)).isEqualTo("running: fwd=miss; stored=?0; detail=unsettled");
		assertThat(this.rig.honeyHive.asked()).isEqualTo(2);
	}

	@Test
	void anUnsettledAnswerIsSharedByThoseWhoWaitAtTheSameMoment() {
		this.rig.honeyHive.says("running", Sighting::unsettled);
		Gate gate = this.rig.honeyHive.hesitates();
		CompletableFuture<String> first = this.rig.waiting(QUERY);
		CompletableFuture<String> second = this.rig.waiting(QUERY);

		gate.open();

		assertThat(first.join()).isEqualTo("running: fwd=miss; stored=?0; detail=unsettled");
		assertThat(second.join()).isEqualTo("running: fwd=miss; collapsed");
		assertThat(this.rig.honeyHive.asked()).isOne();
	}

	@Test
	void aStaleAnswerIsAskedForAgain() {
		this.rig.honeyHive.says("v1");
		this.rig.ask(QUERY);
		this.rig.honeyHive.says("v2");
		this.rig.advance(10);

		assertThat(this.rig.ask(QUERY)).isEqualTo("v2: fwd=stale; fwd-status=200; stored");
		assertThat(this.rig.ask(QUERY)).isEqualTo("v2: hit; ttl=1");
	}

	@Test
	void aRunThatRunsAgainIsServedAndForgotten() {
		this.rig.honeyHive.says("v1");
		this.rig.ask(QUERY);
		this.rig.honeyHive.says("running", Sighting::unsettled);
		this.rig.advance(10);

		assertThat(this.rig.ask(QUERY)).isEqualTo("running: fwd=stale; fwd-status=200; stored=?0; detail=unsettled");
		assertThat(this.rig.stored(QUERY)).isNull();
	}

	@Test
	void whatHoneyHiveForbidsToStoreIsServed() {
		this.rig.honeyHive.says("v1", (sighting) -> sighting.vetoed(NotStoredReason.NO_STORE));

		assertThat(this.rig.ask(QUERY)).isEqualTo("v1: fwd=miss; stored=?0; detail=no-store");
	}

	@Test
	void aFailureIsToldAndNotStored() {
		this.rig.honeyHive.fails(Outage.of(Outage.Kind.FAILED, 503));
		assertThat(this.rig.ask(QUERY)).isEqualTo("unavailable: failed");

		this.rig.honeyHive.says("v1");
		assertThat(this.rig.ask(QUERY)).isEqualTo("v1: fwd=miss; stored");
	}

	@Test
	void aRefusedQuestionIsToldWithHoneyHivesReason() {
		this.rig.honeyHive.comesTo(new UpstreamOutcome.Rejected("bad filter"));

		assertThat(this.rig.ask(QUERY)).isEqualTo("upstream-rejected: bad filter");
	}

	@Test
	void projectsShareNothing() {
		this.rig.honeyHive.says("mine");
		this.rig.ask(QUERY);
		this.rig.honeyHive.says("theirs");

		assertThat(this.rig.ask(elsewhere(QUERY))).isEqualTo("theirs: fwd=miss; stored");
		assertThat(this.rig.ask(QUERY)).isEqualTo("mine: hit; ttl=10");
	}

}
