package dev.honeyrelay.results;

import java.util.concurrent.CompletableFuture;

import dev.honeyrelay.cache.Gate;
import dev.honeyrelay.cache.Sighting;
import dev.honeyrelay.response.NotStoredReason;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.run.RunQuery;
import dev.honeyrelay.upstream.UpstreamOutcome.NotFound;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.honeyrelay.run.Questions.PROJECT;
import static dev.honeyrelay.run.Questions.result;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Once an answer has been told, no older one is told any more.
 */
@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NeverBackTests {

	private static final RunQuery QUERY = result("ci-48213");

	private static final Outage SERVER_ERROR = Outage.of(Outage.Kind.FAILED, 503);

	@Test
	void notAfterTheRunRanAgain() {
		Rig rig = stale();
		rig.honeyHive.says("running", Sighting::unsettled);
		rig.ask(QUERY);

		rig.honeyHive.fails(SERVER_ERROR);

		assertThat(rig.ask(QUERY)).isEqualTo("unavailable: failed");
	}

	@Test
	void notAfterAnAnswerThatMayNotBeStored() {
		Rig rig = stale();
		rig.honeyHive.says("v2", (sighting) -> sighting.vetoed(NotStoredReason.NO_STORE));
		rig.ask(QUERY);

		rig.honeyHive.fails(SERVER_ERROR);

		assertThat(rig.ask(QUERY)).isEqualTo("unavailable: failed");
	}

	@Test
	void notAfterTheRunWasGone() {
		Rig rig = stale();
		rig.honeyHive.comesTo(new NotFound(true));
		rig.ask(QUERY);

		rig.honeyHive.fails(SERVER_ERROR);

		assertThat(rig.ask(QUERY)).isEqualTo("unavailable: failed");
	}

	@Test
	void notWhenATripFromBeforeAPurgeEndsAfterOneFromAfterIt() {
		Rig rig = new Rig();
		rig.honeyHive.says("v1");
		Gate gate = rig.honeyHive.hesitates();
		CompletableFuture<String> before = rig.waiting(QUERY);
		gate.awaitReached();
		rig.advance(1);
		rig.results.purge(PROJECT, QUERY.runs().getFirst());
		rig.advance(1);
		rig.honeyHive.says("v2");
		rig.ask(QUERY);

		gate.open();
		before.join();

		assertThat(rig.ask(QUERY)).startsWith("v2: hit");
		rig.advance(60);
		rig.honeyHive.fails(SERVER_ERROR);
		assertThat(rig.ask(QUERY)).startsWith("v2: fwd=stale; fwd-status=503");
	}

	@Test
	void notAfterAnAnswerThatCameLate() {
		Rig rig = stale("stale-wait=20ms");
		rig.honeyHive.says("v2");
		Gate gate = rig.honeyHive.hesitates();
		rig.ask(QUERY);
		gate.open();
		rig.awaitIdle();
		rig.ask(QUERY);
		rig.advance(60);

		rig.honeyHive.fails(SERVER_ERROR);

		assertThat(rig.ask(QUERY)).startsWith("v2: ");
	}

	private static Rig stale(String... settings) {
		Rig rig = new Rig(settings);
		rig.honeyHive.says("v1");
		rig.ask(QUERY);
		rig.advance(130);
		return rig;
	}

}
