package dev.honeyrelay.engine;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import dev.honeyrelay.harness.RawResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Replicas that share what they store.
 */
@Tag("engine")
@Timeout(60)
class ReplicasEngineTests {

	private static final HoneyHive HONEY_HIVE = Fleet.HONEY_HIVE;

	private final Fleet fleet = new Fleet();

	@AfterEach
	void stopExtraReplicas() {
		this.fleet.close();
	}

	@Test
	void aReplicaThatStartsColdAnswersWithoutAskingHoneyHive() {
		String run = HONEY_HIVE.newRun(1);
		RawResponse first = this.fleet.patient().result(run);
		this.fleet.awaitEntries(1);
		Replica cold = this.fleet.another();

		RawResponse answer = cold.result(run);
		RawResponse warm = this.fleet.patient().result(run);

		assertThat(first.value("Cache-Status")).isEqualTo("honeyhive-relay; fwd=miss; stored");
		assertThat(answer.value("Cache-Status")).startsWith("honeyhive-relay; hit; ttl=35");
		assertThat(answer.body()).isEqualTo(first.body());
		assertThat(answer.value("ETag")).isEqualTo(first.value("ETag"));
		assertThat(Integer.parseInt(answer.value("Age"))).isCloseTo(Integer.parseInt(warm.value("Age")), within(1));
		assertThat(HONEY_HIVE.asked(run)).isOne();
	}

	@Test
	void everyOperationIsShared() {
		String run = HONEY_HIVE.newRun(1);
		String metrics = "/v1/runs/" + run + "/metrics";
		String comparison = "/v1/runs/d832576e-7061-4c13-8123-d1b4e8ed58fb/compare-with/7c8776d8-3d24-43c3-8c1f-bade46249992";
		List<String> paths = List.of(HoneyHive.result(run), "/v1/runs/" + run, metrics, comparison);
		List<RawResponse> first = paths.stream().map(this.fleet.patient()::get).toList();
		this.fleet.awaitEntries(paths.size());
		Replica cold = this.fleet.another();

		List<RawResponse> answers = paths.stream().map(cold::get).toList();

		assertThat(first).allMatch((response) -> response.status() == 200);
		assertThat(answers).allMatch((response) -> response.value("Cache-Status").startsWith("honeyhive-relay; hit"));
		assertThat(answers).extracting(RawResponse::text).isEqualTo(first.stream().map(RawResponse::text).toList());
	}

	@Test
	void aHerdAtAColdReplicaReadsOnceFromTheSharedLevel() throws Exception {
		String run = HONEY_HIVE.newRun(1);
		this.fleet.patient().result(run);
		this.fleet.awaitEntries(1);
		Replica cold = this.fleet.another();

		List<CompletableFuture<RawResponse>> herd = Stream.generate(() -> Fleet.inBackground(() -> cold.result(run)))
			.limit(50)
			.toList();

		for (CompletableFuture<RawResponse> caller : herd) {
			assertThat(caller.get().value("Cache-Status")).startsWith("honeyhive-relay; hit");
		}
		assertThat(cold.loads("hit")).isOne();
		assertThat(HONEY_HIVE.asked(run)).isOne();
	}

	@Test
	void whatIsNotSettledIsNotShared() {
		this.fleet.patient().get("/v1/runs/0be07ccb-6b3d-414a-b2a6-4569fcd78109/result");
		String settled = HONEY_HIVE.newRun(1);
		this.fleet.patient().result(settled);
		this.fleet.awaitEntries(1);

		assertThat(this.fleet.redis().entries()).hasSize(1);
	}

	@Test
	void whatIsNoLongerSettledIsTakenBack() {
		String run = HONEY_HIVE.newRun(1);
		this.fleet.hasty().result(run);
		this.fleet.awaitEntries(1);
		HONEY_HIVE.says(run, okJson("{\"status\":\"running\",\"run_object\":{\"status\":\"running\"}}"));

		this.fleet.hasty().result(run);

		Fleet.soon().until(() -> this.fleet.redis().entries().isEmpty());
	}

	@Test
	void whatAnotherReplicaRefreshedIsTakenOver() {
		String[] brief = { "--relay.cache.max-fresh=1s", "--relay.cache.refresh-ahead=0" };
		String run = HONEY_HIVE.newRun(1);
		Replica cold = this.fleet.another(brief);
		Replica other = this.fleet.another(brief);
		other.result(run);
		this.fleet.awaitEntries(1);
		cold.result(run);
		Fleet.soon().until(() -> other.result(run).value("Cache-Status").contains("fwd=stale"));
		Fleet.soon().until(() -> other.stores("stored") == 2);

		assertThat(cold.result(run).value("Cache-Status")).startsWith("honeyhive-relay; hit; ttl=0");
		assertThat(HONEY_HIVE.asked(run)).isEqualTo(2);
	}

}
