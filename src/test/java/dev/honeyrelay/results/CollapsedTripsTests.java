package dev.honeyrelay.results;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import dev.honeyrelay.cache.Gate;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.run.RunQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.honeyrelay.run.Questions.elsewhere;
import static dev.honeyrelay.run.Questions.result;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many callers at once.
 */
@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CollapsedTripsTests {

	private static final RunQuery QUERY = result("ci-48213");

	private final Rig rig = new Rig();

	@Test
	void fiveHundredOnOneColdKeyMakeOneTrip() {
		this.rig.honeyHive.says("v1");
		Gate gate = this.rig.honeyHive.hesitates();

		List<CompletableFuture<String>> herd = herdOf(500, QUERY);
		gate.open();

		assertThat(told(herd)).filteredOn("v1: fwd=miss; stored"::equals).hasSize(1);
		assertThat(told(herd)).filteredOn("v1: fwd=miss; collapsed"::equals).hasSize(499);
		assertThat(this.rig.honeyHive.asked()).isOne();
	}

	@Test
	void fiveHundredOnOneStaleKeyMakeOneTrip() {
		this.rig.honeyHive.says("v1");
		this.rig.ask(QUERY);
		this.rig.advance(10);
		this.rig.honeyHive.says("v2");
		Gate gate = this.rig.honeyHive.hesitates();

		List<CompletableFuture<String>> herd = herdOf(500, QUERY);
		gate.open();

		assertThat(told(herd)).filteredOn("v2: fwd=stale; fwd-status=200; collapsed"::equals).hasSize(499);
		assertThat(this.rig.honeyHive.asked()).isEqualTo(2);
	}

	@Test
	void aFailureIsSharedByTheHerd() {
		this.rig.honeyHive.fails(Outage.of(Outage.Kind.FAILED, 503));
		Gate gate = this.rig.honeyHive.hesitates();

		List<CompletableFuture<String>> herd = herdOf(500, QUERY);
		gate.open();

		assertThat(told(herd)).containsOnly("unavailable: failed");
		assertThat(this.rig.honeyHive.asked()).isOne();
	}

	@Test
	void herdsOfTwoProjectsMakeTwoTripsAndTheirAnswersNeverCross() {
		this.rig.honeyHive.saysOf((query) -> query.equals(QUERY) ? "mine" : "theirs");
		Gate gate = this.rig.honeyHive.hesitates();

		List<CompletableFuture<String>> myHerd = herdOf(250, QUERY);
		List<CompletableFuture<String>> theirHerd = herdOf(250, elsewhere(QUERY));
		gate.open();

		assertThat(told(myHerd)).allMatch((answer) -> answer.startsWith("mine: "));
		assertThat(told(theirHerd)).allMatch((answer) -> answer.startsWith("theirs: "));
		assertThat(this.rig.honeyHive.asked()).isEqualTo(2);
	}

	private List<CompletableFuture<String>> herdOf(int size, RunQuery query) {
		return Stream.generate(() -> this.rig.waiting(query)).limit(size).toList();
	}

	private static List<String> told(List<CompletableFuture<String>> herd) {
		return herd.stream().map(CompletableFuture::join).toList();
	}

}
