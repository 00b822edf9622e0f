package dev.honeyrelay.engine;

import java.util.concurrent.CompletableFuture;

import dev.honeyrelay.harness.RawResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What happens at one replica and must be known at all of them within two seconds.
 */
@Tag("engine")
@Timeout(60)
class ReplicaEventsEngineTests {

	private static final HoneyHive HONEY_HIVE = Fleet.HONEY_HIVE;

	private final Fleet fleet = new Fleet();

	@AfterEach
	void stopExtraReplicas() {
		this.fleet.close();
	}

	@Test
	void aPurgeReachesEveryReplica() {
		String run = HONEY_HIVE.newRun(1);
		Replica cold = this.fleet.another();
		this.fleet.patient().result(run);
		this.fleet.awaitEntries(1);
		cold.result(run);

		long start = System.nanoTime();
		this.fleet.patient().purge(run);
		Fleet.soon().until(() -> cold.result(run).value("Cache-Status").contains("fwd=miss"));
		Figures.note("a purge reaches another replica", start);

		assertThat(this.fleet.patient().result(run).value("Cache-Status")).contains("fwd=miss");
		assertThat(cold.events("purge", "in")).isOne();
		assertThat(this.fleet.patient().events("purge", "in")).isZero();
	}

	@Test
	void aFetchThatIsUnderWayAtAnotherReplicaIsNotStoredAfterAPurge() throws Exception {
		String run = HONEY_HIVE.newRun(1);
		HONEY_HIVE.says(run, HoneyHive.completed(run, 1).withFixedDelay(1000));
		Replica cold = this.fleet.another();
		CompletableFuture<RawResponse> slow = Fleet.inBackground(() -> cold.result(run));
		Fleet.soon().until(() -> HONEY_HIVE.asked(run) == 1);

		this.fleet.patient().purge(run);
		Fleet.soon().until(() -> cold.events("purge", "in") == 1);
		HONEY_HIVE.scored(run, 2);
		RawResponse later = cold.result(run);

		assertThat(slow.get().value("Cache-Status")).isEqualTo("honeyhive-relay; fwd=miss; stored=?0; detail=purged");
		assertThat(later.text()).contains("\"score\":2");
		assertThat(cold.result(run).text()).contains("\"score\":2");
		assertThat(this.fleet.patient().result(run).text()).contains("\"score\":2");
	}

	@Test
	void whatWasPurgedDoesNotComeBackFromTheSharedLevel() {
		String run = HONEY_HIVE.newRun(1);
		this.fleet.patient().result(run);
		this.fleet.awaitEntries(1);
		int told = this.fleet.patient().events("purge", "out");
		this.fleet.patient().purge(run);
		Fleet.soon().until(() -> this.fleet.patient().events("purge", "out") == told + 1);

		Replica cold = this.fleet.another();

		assertThat(this.fleet.redis().entries()).hasSize(1);
		assertThat(cold.result(run).value("Cache-Status")).isEqualTo("honeyhive-relay; fwd=miss; stored");
	}

	@Test
	void aChangeReachesEveryReplica() {
		String run = HONEY_HIVE.newRun(1);
		this.fleet.patient().result(run);
		this.fleet.patient().get("/v1/runs/" + run + "/metrics");
		this.fleet.hasty().result(run);
		HONEY_HIVE.scored(run, 2);

		long start = System.nanoTime();
		RawResponse changed = this.fleet.hasty().result(run);
		Fleet.soon().until(() -> this.fleet.patient().result(run).text().contains("\"score\":2"));
		Figures.note("a change reaches another replica", start);

		assertThat(changed.text()).contains("\"score\":2");
		assertThat(this.fleet.patient().get("/v1/runs/" + run + "/metrics").value("Cache-Status"))
			.isEqualTo("honeyhive-relay; fwd=stale; fwd-status=200; stored");
		assertThat(this.fleet.hasty().events("change", "out")).isPositive();
	}

	@Test
	void whatMayHaveGoneUnheardIsLookedUpAgain() {
		String run = HONEY_HIVE.newRun(1);
		this.fleet.patient().result(run);
		this.fleet.awaitEntries(1);
		assertThat(this.fleet.patient().result(run).value("Cache-Status")).contains("hit");
		int loads = this.fleet.patient().loads("hit");

		this.fleet.redis().command("CLIENT", "KILL", "TYPE", "pubsub");

		Fleet.soon().until(() -> {
			assertThat(this.fleet.patient().result(run).value("Cache-Status")).startsWith("honeyhive-relay; hit");
			return this.fleet.patient().loads("hit") == loads + 1;
		});
		assertThat(this.fleet.patient().result(run).value("Cache-Status")).contains("hit");
		assertThat(this.fleet.patient().loads("hit")).isEqualTo(loads + 1);
		assertThat(HONEY_HIVE.asked(run)).isOne();
	}

}
