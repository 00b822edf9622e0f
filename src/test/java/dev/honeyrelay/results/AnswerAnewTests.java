package dev.honeyrelay.results;

import java.util.concurrent.CompletableFuture;

import dev.honeyrelay.cache.Gate;
import dev.honeyrelay.cache.Sighting;
import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.memory.ByteBudget.Lease;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.response.Places;
import dev.honeyrelay.run.RunQuery;
import dev.honeyrelay.upstream.UpstreamOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.honeyrelay.run.Questions.result;
import static java.util.Collections.emptyList;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is asked by one who keeps an older answer: HoneyHive says it, or is too slow.
 */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AnswerAnewTests {

	private static final RunQuery QUERY = result("ci-48213");

	private final Rig rig = new Rig();

	private final Rig impatient = new Rig("stale-wait=1ms");

	private final CompletableFuture<Answer> late = new CompletableFuture<>();

	@Test
	void whatAnotherTripHasStoredMeanwhileWillDo() {
		this.rig.honeyHive.says("v1");
		this.rig.ask(QUERY);
		this.rig.honeyHive.says("v2");

		assertThat(told(this.rig, Places.unlimited())).isEqualTo("v1: hit; ttl=10");
		assertThat(this.rig.honeyHive.asked()).isOne();
		assertThat(this.late).isNotDone();
		assertThat(this.rig.results.failedRecently(QUERY)).isFalse();
	}

	@Test
	void honeyHiveIsAskedWhereNothingIsStored() {
		this.rig.honeyHive.says("v1");

		assertThat(told(this.rig, Places.unlimited())).isEqualTo("v1: fwd=miss; stored");
	}

	@Test
	void whoMayStartNoTripIsToldHowManyThereMayBe() {
		assertThat(told(this.rig, new Places(0))).isEqualTo("limited: 0");
		assertThat(this.rig.honeyHive.asked()).isZero();
	}

	@Test
	void anOutageIsTold() {
		this.rig.honeyHive.fails(Outage.of(Outage.Kind.UNREACHABLE));

		assertThat(told(this.rig, Places.unlimited())).isEqualTo("unavailable: unreachable");
	}

	@Test
	void theMemoryOfTheAnswerIsGivenBackWhenItIsClosed() {
		ByteBudget budget = new ByteBudget(100);
		this.rig.honeyHive.does((query, validator) -> sixtyBytesOf(budget));

		Answer answer = this.rig.results.answerAnew(QUERY, Places.unlimited(), this.late::complete);

		assertThat(budget.free()).isEqualTo(40);
		answer.close();
		assertThat(budget.free()).isEqualTo(100);
	}

	@Test
	void aSlowHoneyHiveCountsAsAFailureAndWhatItSaysAfterThatIsHandedOver() {
		ByteBudget budget = new ByteBudget(100);
		this.impatient.honeyHive.does((query, validator) -> sixtyBytesOf(budget));
		Gate gate = this.impatient.honeyHive.hesitates();

		assertThat(told(this.impatient, Places.unlimited())).isEqualTo("unavailable: timeout");
		assertThat(this.impatient.results.failedRecently(QUERY)).isTrue();
		assertThat(this.late).isNotDone();

		gate.open();
		Answer answer = this.late.join();
		assertThat(Rig.told(answer)).isEqualTo("v1: fwd=miss; stored=?0; detail=unsettled");
		answer.close();
		assertThat(budget.free()).isEqualTo(100);
	}

	@Test
	void aFailureIsKnownUntilHoneyHiveAnswers() {
		assertThat(this.rig.results.failedRecently(QUERY)).isFalse();
		this.rig.honeyHive.fails(Outage.of(Outage.Kind.FAILED, 503));
		this.rig.ask(QUERY);
		assertThat(this.rig.results.failedRecently(QUERY)).isTrue();

		this.rig.honeyHive.says("v1");
		this.rig.ask(QUERY);

		assertThat(this.rig.results.failedRecently(QUERY)).isFalse();
	}

	private String told(Rig relay, Places places) {
		return Rig.told(relay.results.answerAnew(QUERY, places, this.late::complete));
	}

	private UpstreamOutcome sixtyBytesOf(ByteBudget budget) {
		Lease lease = budget.lease();
		assertThat(lease.take(60)).isTrue();
		return new UpstreamOutcome.Answered(Sighting.of("v1", this.rig.time.instant()).unsettled().seen(), emptyList(),
				lease);
	}

}
