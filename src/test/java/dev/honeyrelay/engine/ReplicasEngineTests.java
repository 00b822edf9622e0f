package dev.honeyrelay.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.honeyrelay.harness.RawResponse;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Two replicas and the Redis between them.
 */
@Tag("engine")
@Timeout(60)
class ReplicasEngineTests {

	private static final Duration SOON = Duration.ofSeconds(2);

	// So that nothing becomes stale by itself.
	private static final String LONG = "--relay.cache.first-fresh=1h";

	// So that everything does, at once.
	private static final String[] SHORT = { "--relay.cache.first-fresh=1ms", "--relay.cache.min-fresh=1ms",
			"--relay.cache.max-fresh=1ms" };

	private static final HoneyHive HONEY_HIVE = HoneyHive.shared();

	private static final Redis REDIS = new Redis();

	private static Replica one;

	private static Replica hasty;

	private @Nullable Replica cold;

	@BeforeAll
	static void startReplicas() {
		REDIS.start();
		one = Replica.connected(HONEY_HIVE, REDIS.settings(LONG));
		hasty = Replica.connected(HONEY_HIVE, REDIS.settings(SHORT));
	}

	@AfterAll
	static void stopReplicas() {
		one.close();
		hasty.close();
		REDIS.close();
	}

	@BeforeEach
	void emptyRedis() {
		REDIS.command("FLUSHALL");
	}

	@AfterEach
	void stopColdReplica() {
		if (this.cold != null) {
			this.cold.close();
		}
	}

	@Test
	void aReplicaThatStartsColdAnswersWithoutAskingHoneyHive() {
		String run = HONEY_HIVE.newRun(1);
		RawResponse first = one.result(run);
		awaitEntries(1);
		this.cold = Replica.connected(HONEY_HIVE, REDIS.settings(LONG));

		RawResponse cold = this.cold.result(run);
		RawResponse warm = one.result(run);

		assertThat(first.value("Cache-Status")).isEqualTo("honeyhive-relay; fwd=miss; stored");
		assertThat(cold.value("Cache-Status")).startsWith("honeyhive-relay; hit; ttl=35");
		assertThat(cold.body()).isEqualTo(first.body());
		assertThat(cold.value("ETag")).isEqualTo(first.value("ETag"));
		assertThat(Integer.parseInt(cold.value("Age"))).isCloseTo(Integer.parseInt(warm.value("Age")), within(1));
		assertThat(HONEY_HIVE.asked(run)).isOne();
	}

	@Test
	void everyOperationIsShared() {
		String run = HONEY_HIVE.newRun(1);
		String metrics = "/v1/runs/" + run + "/metrics";
		String comparison = "/v1/runs/d832576e-7061-4c13-8123-d1b4e8ed58fb/compare-with/7c8776d8-3d24-43c3-8c1f-bade46249992";
		List<String> paths = List.of(HoneyHive.result(run), "/v1/runs/" + run, metrics, comparison);
		List<RawResponse> first = paths.stream().map(one::get).toList();
		awaitEntries(paths.size());
		this.cold = Replica.connected(HONEY_HIVE, REDIS.settings(LONG));

		List<RawResponse> cold = paths.stream().map(this.cold::get).toList();

		assertThat(first).allMatch((response) -> response.status() == 200);
		assertThat(cold).allMatch((response) -> response.value("Cache-Status").startsWith("honeyhive-relay; hit"));
		assertThat(cold).extracting(RawResponse::text).isEqualTo(first.stream().map(RawResponse::text).toList());
	}

	@Test
	void aHerdAtAColdReplicaReadsOnceFromTheSharedLevel() throws Exception {
		String run = HONEY_HIVE.newRun(1);
		one.result(run);
		awaitEntries(1);
		this.cold = Replica.connected(HONEY_HIVE, REDIS.settings(LONG));

		List<CompletableFuture<RawResponse>> herd = Stream.generate(() -> inBackground(() -> this.cold.result(run)))
			.limit(50)
			.toList();

		for (CompletableFuture<RawResponse> caller : herd) {
			assertThat(caller.get().value("Cache-Status")).startsWith("honeyhive-relay; hit");
		}
		assertThat(this.cold.loads("hit")).isOne();
		assertThat(HONEY_HIVE.asked(run)).isOne();
	}

	@Test
	void whatIsNotSettledIsNotShared() {
		one.get("/v1/runs/0be07ccb-6b3d-414a-b2a6-4569fcd78109/result");
		String settled = HONEY_HIVE.newRun(1);
		one.result(settled);
		awaitEntries(1);

		assertThat(REDIS.entries()).hasSize(1);
	}

	@Test
	void whatIsNoLongerSettledIsTakenBack() {
		String run = HONEY_HIVE.newRun(1);
		hasty.result(run);
		awaitEntries(1);
		HONEY_HIVE.says(run, okJson("{\"status\":\"running\",\"run_object\":{\"status\":\"running\"}}"));

		hasty.result(run);

		Awaitility.await().until(() -> REDIS.entries().isEmpty());
	}

	@Test
	void aPurgeReachesEveryReplica() {
		String run = HONEY_HIVE.newRun(1);
		this.cold = Replica.connected(HONEY_HIVE, REDIS.settings(LONG));
		one.result(run);
		awaitEntries(1);
		this.cold.result(run);

		long start = System.nanoTime();
		one.purge(run);
		await().until(() -> this.cold.result(run).value("Cache-Status").contains("fwd=miss"));
		Figures.note("a purge reaches another replica", start);

		assertThat(one.result(run).value("Cache-Status")).contains("fwd=miss");
		assertThat(this.cold.events("purge", "in")).isOne();
		assertThat(one.events("purge", "in")).isZero();
	}

	@Test
	void aFetchThatIsUnderWayAtAnotherReplicaIsNotStoredAfterAPurge() throws Exception {
		String run = HONEY_HIVE.newRun(1);
		HONEY_HIVE.says(run, HoneyHive.completed(run, 1).withFixedDelay(1000));
		this.cold = Replica.connected(HONEY_HIVE, REDIS.settings(LONG));
		CompletableFuture<RawResponse> slow = inBackground(() -> this.cold.result(run));
		await().until(() -> HONEY_HIVE.asked(run) == 1);

		one.purge(run);
		await().until(() -> this.cold.events("purge", "in") == 1);
		HONEY_HIVE.scored(run, 2);
		RawResponse later = this.cold.result(run);

		assertThat(slow.get().value("Cache-Status")).isEqualTo("honeyhive-relay; fwd=miss; stored=?0; detail=purged");
		assertThat(later.text()).contains("\"score\":2");
		assertThat(this.cold.result(run).text()).contains("\"score\":2");
		assertThat(one.result(run).text()).contains("\"score\":2");
	}

	@Test
	void whatWasPurgedDoesNotComeBackFromTheSharedLevel() {
		String run = HONEY_HIVE.newRun(1);
		one.result(run);
		awaitEntries(1);
		int told = one.events("purge", "out");
		one.purge(run);
		await().until(() -> one.events("purge", "out") == told + 1);

		this.cold = Replica.connected(HONEY_HIVE, REDIS.settings(LONG));

		assertThat(REDIS.entries()).hasSize(1);
		assertThat(this.cold.result(run).value("Cache-Status")).isEqualTo("honeyhive-relay; fwd=miss; stored");
	}

	@Test
	void aChangeReachesEveryReplica() {
		String run = HONEY_HIVE.newRun(1);
		one.result(run);
		one.get("/v1/runs/" + run + "/metrics");
		hasty.result(run);
		HONEY_HIVE.scored(run, 2);

		long start = System.nanoTime();
		RawResponse changed = hasty.result(run);
		await().until(() -> one.result(run).text().contains("\"score\":2"));
		Figures.note("a change reaches another replica", start);

		assertThat(changed.text()).contains("\"score\":2");
		assertThat(one.get("/v1/runs/" + run + "/metrics").value("Cache-Status"))
			.isEqualTo("honeyhive-relay; fwd=stale; fwd-status=200; stored");
		assertThat(hasty.events("change", "out")).isPositive();
	}

	@Test
	void whatAnotherReplicaRefreshedIsTakenOver() {
		String[] brief = REDIS.settings("--relay.cache.max-fresh=1s", "--relay.cache.refresh-ahead=0");
		String run = HONEY_HIVE.newRun(1);
		this.cold = Replica.connected(HONEY_HIVE, brief);
		try (Replica other = Replica.connected(HONEY_HIVE, brief)) {
			other.result(run);
			awaitEntries(1);
			this.cold.result(run);
			await().until(() -> other.result(run).value("Cache-Status").contains("fwd=stale"));
			await().until(() -> other.stores("stored") == 2);

			assertThat(this.cold.result(run).value("Cache-Status")).startsWith("honeyhive-relay; hit; ttl=0");
		}
		assertThat(HONEY_HIVE.asked(run)).isEqualTo(2);
	}

	@Test
	void aStaleAnswerOfTheSharedLevelStandsInAtAColdReplica() {
		String run = HONEY_HIVE.newRun(1);
		RawResponse seen = hasty.result(run);
		awaitEntries(1);
		HONEY_HIVE.says(run, serverError());

		RawResponse cold = one.result(run);

		assertThat(cold.value("Cache-Status")).startsWith("honeyhive-relay; fwd=stale; fwd-status=500; ttl=-")
			.endsWith("detail=stale-if-error");
		assertThat(cold.body()).isEqualTo(seen.body());
	}

	@Test
	void aStaleAnswerOfTheSharedLevelStandsInWhileHoneyHiveHangs() {
		String run = HONEY_HIVE.newRun(1);
		RawResponse seen = hasty.result(run);
		awaitEntries(1);
		HONEY_HIVE.says(run, aResponse().withFixedDelay(15_000));

		long start = System.nanoTime();
		RawResponse cold = one.result(run);

		assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(1900),
				Duration.ofMillis(3500));
		assertThat(cold.value("Cache-Status")).startsWith("honeyhive-relay; fwd=stale; ttl=-")
			.endsWith("detail=timeout");
		assertThat(cold.body()).isEqualTo(seen.body());
	}

	@Test
	void whatMayHaveGoneUnheardIsLookedUpAgain() {
		String run = HONEY_HIVE.newRun(1);
		one.result(run);
		awaitEntries(1);
		assertThat(one.result(run).value("Cache-Status")).contains("hit");
		int loads = one.loads("hit");

		REDIS.command("CLIENT", "KILL", "TYPE", "pubsub");

		await().until(() -> {
			assertThat(one.result(run).value("Cache-Status")).startsWith("honeyhive-relay; hit");
			return one.loads("hit") == loads + 1;
		});
		assertThat(one.result(run).value("Cache-Status")).contains("hit");
		assertThat(one.loads("hit")).isEqualTo(loads + 1);
		assertThat(HONEY_HIVE.asked(run)).isOne();
	}

	private static void awaitEntries(int count) {
		await().until(() -> REDIS.entries().size() == count);
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(SOON).pollInterval(Duration.ofMillis(5)).pollDelay(Duration.ZERO);
	}

	private static CompletableFuture<RawResponse> inBackground(Supplier<RawResponse> caller) {
		return CompletableFuture.supplyAsync(caller, (task) -> Thread.ofVirtual().start(task));
	}

}
