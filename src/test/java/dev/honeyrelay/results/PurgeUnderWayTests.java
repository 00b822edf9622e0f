package dev.honeyrelay.results;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.honeyrelay.cache.Gate;
import dev.honeyrelay.run.RunQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import static dev.honeyrelay.run.Questions.PROJECT;
import static dev.honeyrelay.run.Questions.comparison;
import static dev.honeyrelay.run.Questions.elsewhere;
import static dev.honeyrelay.run.Questions.metrics;
import static dev.honeyrelay.run.Questions.result;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A purge while a trip is under way.
 */
@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PurgeUnderWayTests {

	static final RunQuery[] OF_THE_RUN = { result("purged"), metrics("purged"), comparison("purged", "other"),
			comparison("other", "purged") };

	static final RunQuery[] OF_OTHERS = { result("other"), elsewhere(result("purged")) };

	private final Rig rig = new Rig();

	@ParameterizedTest
	@FieldSource("OF_THE_RUN")
	void whatWasOnItsWayIsServedToThoseWhoWaitedAndNotStored(RunQuery query) {
		this.rig.honeyHive.says("old");
		Gate gate = this.rig.honeyHive.hesitates();
		CompletableFuture<String> before = this.rig.waiting(query);
		gate.awaitReached();
		this.rig.advance(1);

		purge();
		gate.open();

		assertThat(before.join()).isEqualTo("old: fwd=miss; stored=?0; detail=purged");
		assertThat(this.rig.stored(query)).isNull();
	}

	@ParameterizedTest
	@FieldSource("OF_THE_RUN")
	void whoeverAsksAfterwardsDoesNotJoin(RunQuery query) {
		this.rig.honeyHive.says("old");
		Gate gate = this.rig.honeyHive.hesitates();
		CompletableFuture<String> before = this.rig.waiting(query);
		gate.awaitReached();
		this.rig.advance(1);

		purge();
		this.rig.advance(1);
		this.rig.honeyHive.says("new");

		assertThat(this.rig.ask(query)).isEqualTo("new: fwd=miss; stored");
		gate.open();
		assertThat(before.join()).startsWith("old: ");
		assertThat(this.rig.ask(query)).startsWith("new: hit");
	}

	@ParameterizedTest
	@FieldSource("OF_OTHERS")
	void tripsForOtherRunsAndProjectsGoOn(RunQuery query) {
		this.rig.honeyHive.says("v1");
		Gate gate = this.rig.honeyHive.hesitates();
		CompletableFuture<String> before = this.rig.waiting(query);
		gate.awaitReached();
		this.rig.advance(1);

		purge();
		CompletableFuture<String> after = this.rig.waiting(query);
		gate.open();

		assertThat(before.join()).isEqualTo("v1: fwd=miss; stored");
		assertThat(after.join()).isEqualTo("v1: fwd=miss; collapsed");
	}

	@Test
	void aRefreshUnderWayDoesNotBringTheAnswerBack() {
		this.rig.honeyHive.says("old");
		this.rig.ask(result("purged"));
		this.rig.advance(9);
		Gate gate = this.rig.honeyHive.hesitates();
		this.rig.ask(result("purged"));
		gate.awaitReached();
		this.rig.advance(1);

		purge();
		gate.open();
		this.rig.advance(1);
		this.rig.honeyHive.says("new");

		assertThat(this.rig.ask(result("purged"))).isEqualTo("new: fwd=miss; stored");
	}

	@Test
	void whoeverWantsToKnowIsToldOfEachPurge() {
		List<String> told = new ArrayList<>();
		this.rig.results.whenPurged((project, run) -> told.add(project + " " + run));

		purge();

		assertThat(told).containsExactly(PROJECT + " purged");
	}

	private void purge() {
		this.rig.results.purge(PROJECT, result("purged").runs().getFirst());
	}

}
