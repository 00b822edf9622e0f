package dev.honeyrelay.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The image in 512 MB, with all the answers it may store and more.
 */
@Tag("engine")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ImageMemoryEngineTests {

	private static final HoneyHive HONEY_HIVE = HoneyHive.shared();

	private static final int CALLERS = 16;

	private final RelayContainer relay = RelayContainer.start(HONEY_HIVE, Map.of("RELAY_CACHE_MAXSIZE", "64MB",
			"RELAY_UPSTREAM_MAXINFLIGHT", "32MB", "RELAY_AUDIT_ENABLED", "false"));

	@AfterEach
	void stop() {
		this.relay.close();
	}

	@Test
	void aFullStoreFits() throws Exception {
		HONEY_HIVE.hasMany("full-", 60_000);

		List<Integer> statuses = askAll("full-", 1500);

		assertThat(statuses).containsOnly(200);
		assertThat(this.relay.meter("relay_cache_size_bytes")).isBetween(0.9 * (64 << 20), 1.0 * (64 << 20));
		assertThat(this.relay.meter("relay_cache_evictions_total")).isPositive();
		report("a full store of 64 MB");
		assertItLives();
	}

	@Test
	void moreThanMayBeOnItsWayWaitsOrIsRefusedAndDoesNotEndIt() throws Exception {
		HONEY_HIVE.hasMany("large-", 4_000_000);

		List<Integer> statuses = askAll("large-", 100);

		assertThat(statuses).contains(200).isSubsetOf(200, 503, 504);
		assertThat(this.relay.meter("relay_upstream_in_flight_waits_total")).isPositive();
		report("answers of 4 MB");
		assertItLives();
	}

	private void assertItLives() {
		assertThat(this.relay.state().getOOMKilled()).isFalse();
		assertThat(this.relay.state().getRunning()).isTrue();
		assertThat(this.relay.printed().toString()).doesNotContain("OutOfMemory", "LEAK:");
		assertThat(this.relay.get(HoneyHive.result(HONEY_HIVE.newRun(1))).statusCode()).isEqualTo(200);
	}

	private void report(String what) {
		System.out.printf("measured: with %s resident %d MB, at most %d MB, of %d MB; heap %.0f MB%n", what,
				this.relay.memory("VmRSS"), this.relay.memory("VmHWM"), RelayContainer.MEMORY >> 20,
				this.relay.meter("jvm_memory_used_bytes{area=\"heap\"") / (1 << 20));
	}

	private List<Integer> askAll(String start, int count) throws Exception {
		try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
			List<Future<Integer>> answers = IntStream.range(0, count)
				.mapToObj((i) -> callers.submit(() -> this.relay.get(HoneyHive.result(start + i)).statusCode()))
				.toList();
			List<Integer> statuses = new ArrayList<>();
			for (Future<Integer> answer : answers) {
				statuses.add(answer.get());
			}
			return statuses;
		}
		finally {
			HONEY_HIVE.forget();
		}
	}

}
