package dev.honeyrelay.results;

import java.time.Duration;
import java.time.Instant;

import dev.honeyrelay.cache.Gate;
import dev.honeyrelay.cache.Sighting;
import dev.honeyrelay.response.Directives;
import dev.honeyrelay.response.NotStoredReason;
import dev.honeyrelay.run.RunQuery;
import dev.honeyrelay.upstream.UpstreamOutcome.NotModified;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.honeyrelay.run.Questions.PROJECT;
import static dev.honeyrelay.run.Questions.result;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What HoneyHive's entity tag saves.
 */
@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RevalidationTests {

	private static final RunQuery QUERY = result("ci-48213");

	private final Rig rig = new Rig();

	@Test
	void theFirstQuestionHasNoCondition() {
		storeTagged();

		assertThat(this.rig.honeyHive.lastValidator()).isNull();
	}

	@Test
	void aStaleAnswerIsConfirmedByItsEntityTag() {
		storeTagged();
		confirms(null, null, Directives.NONE);
		this.rig.advance(10);

		assertThat(this.rig.ask(QUERY)).isEqualTo("v1: fwd=stale; fwd-status=304");
		assertThat(this.rig.honeyHive.lastValidator()).isEqualTo("\"tag\"");
		assertThat(this.rig.ask(QUERY)).isEqualTo("v1: hit; ttl=20");
	}

	@Test
	void aConfirmedAnswerKeepsItsEntityTag() {
		storeTagged();
		confirms(null, null, Directives.NONE);
		this.rig.advance(10);
		this.rig.ask(QUERY);
		this.rig.advance(20);

		assertThat(this.rig.ask(QUERY)).isEqualTo("v1: fwd=stale; fwd-status=304");
		assertThat(this.rig.ask(QUERY)).isEqualTo("v1: hit; ttl=40");
	}

	@Test
	void aConfirmedAnswerHasNoAge() {
		storeTagged();
		confirms(null, null, Directives.NONE);
		this.rig.advance(10);

		assertThat(this.rig.results.answer(QUERY)).isInstanceOfSatisfying(Answer.Content.class,
				(content) -> assertThat(content.age()).isZero());
	}

	@Test
	void whoWaitsMeanwhileSharesTheConfirmation() {
		storeTagged();
		confirms(null, null, Directives.NONE);
		Gate gate = this.rig.honeyHive.hesitates();
		this.rig.advance(10);
		var first = this.rig.waiting(QUERY);
		var second = this.rig.waiting(QUERY);

		gate.open();

		assertThat(first.join()).isEqualTo("v1: fwd=stale; fwd-status=304");
		assertThat(second.join()).isEqualTo("v1: fwd=stale; fwd-status=304; collapsed");
	}

	@Test
	void anotherAnswerReplacesTheOneAndItsEntityTag() {
		storeTagged();
		this.rig.honeyHive.says("v2");
		this.rig.advance(10);
		this.rig.ask(QUERY);
		this.rig.advance(1);

		this.rig.ask(QUERY);

		assertThat(this.rig.honeyHive.lastValidator()).isNull();
	}

	@Test
	void aNewerTimeOfTheRunShortensTheLifetimeOfAConfirmedAnswer() {
		storeTagged();
		this.rig.advance(3600);
		confirms(null, this.rig.time.instant().minusSeconds(50), Directives.NONE);
		this.rig.ask(QUERY);

		assertThat(this.rig.ask(QUERY)).isEqualTo("v1: hit; ttl=5");
	}

	@Test
	void aConfirmedAnswerWhoseRunRunsAgainIsForgotten() {
		storeTagged();
		confirms(false, null, Directives.NONE);
		this.rig.advance(10);

		assertThat(this.rig.ask(QUERY)).isEqualTo("v1: fwd=stale; fwd-status=304; stored=?0; detail=unsettled");
		assertThat(this.rig.stored(QUERY)).isNull();
	}

	@Test
	void whatTheConfirmationSaysAboutStoringCounts() {
		storeTagged();
		confirms(null, null, Sighting.allowing(Duration.ofSeconds(3)));
		this.rig.advance(10);
		this.rig.ask(QUERY);
		assertThat(this.rig.ask(QUERY)).isEqualTo("v1: hit; ttl=3");

		confirms(null, null, Sighting.forbidding(NotStoredReason.NO_STORE));
		this.rig.advance(3);
		assertThat(this.rig.ask(QUERY)).isEqualTo("v1: fwd=stale; fwd-status=304; stored=?0; detail=no-store");
		assertThat(this.rig.stored(QUERY)).isNull();
	}

	@Test
	void aConfirmationSilentAboutStoringLeavesWhatTheAnswerSaid() {
		this.rig.honeyHive.says("v1", (sighting) -> sighting.tagged("\"tag\"").freshFor(Duration.ofSeconds(3)));
		this.rig.ask(QUERY);
		confirms(null, null, Directives.NONE);
		this.rig.advance(10);

		this.rig.ask(QUERY);

		assertThat(this.rig.ask(QUERY)).isEqualTo("v1: hit; ttl=3");
	}

	@Test
	void aConfirmationDoesNotBringAPurgedAnswerBack() {
		storeTagged();
		confirms(null, null, Directives.NONE);
		Gate gate = this.rig.honeyHive.hesitates();
		this.rig.advance(10);
		var reader = this.rig.waiting(QUERY);
		gate.awaitReached();
		this.rig.advance(1);
		this.rig.results.purge(PROJECT, QUERY.runs().getFirst());

		gate.open();

		assertThat(reader.join()).isEqualTo("v1: fwd=stale; fwd-status=304; stored=?0; detail=purged");
		assertThat(this.rig.stored(QUERY)).isNull();
	}

	private void storeTagged() {
		this.rig.honeyHive.says("v1", (sighting) -> sighting.tagged("\"tag\""));
		this.rig.ask(QUERY);
	}

	private void confirms(Boolean settled, Instant touchedAt, Directives directives) {
		this.rig.honeyHive
			.does((query, validator) -> new NotModified(settled, this.rig.time.instant(), touchedAt, directives));
	}

}
