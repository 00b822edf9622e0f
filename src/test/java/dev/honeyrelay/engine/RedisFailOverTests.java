package dev.honeyrelay.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A shared level of several servers, one of which ends: another takes its place, and the
 * relays find it.
 */
@Tag("redis")
@Timeout(120)
class RedisFailOverTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	private final AtomicInteger runs = new AtomicInteger();

	private final RunsOfOne honeyHive = new RunsOfOne();

	private RedisServers redis;

	@BeforeEach
	void start(@TempDir Path folder) {
		this.redis = new RedisServers(folder);
	}

	@AfterEach
	void stop() {
		this.honeyHive.close();
		this.redis.close();
	}

	@Test
	void aClusterFailsOver() throws InterruptedException {
		List<Integer> ports = this.redis.startCluster();
		String nodes = ports.stream().map(RedisServers::address).collect(Collectors.joining(","));
		try (Replica one = connected("--spring.data.redis.cluster.nodes=" + nodes);
				Replica other = connected("--spring.data.redis.cluster.nodes=" + nodes)) {
			checkThatTheyShare(one, other);

			checkFailOver(one, other, primaryWithKeys(ports), "a cluster has failed over");
		}
	}

	@Test
	void aSentinelFailsOver() throws InterruptedException {
		int primary = this.redis.start();
		int second = this.redis.start("--replicaof", "127.0.0.1 " + primary);
		Awaitility.await().until(() -> this.redis.cli(second, "info", "replication").contains("link_status:up"));
		String sentinels = IntStream.range(0, 3)
			.map((i) -> this.redis.startSentinel("relay", primary))
			.mapToObj(RedisServers::address)
			.collect(Collectors.joining(","));
		String[] settings = { "--spring.data.redis.sentinel.master=relay",
				"--spring.data.redis.sentinel.nodes=" + sentinels };
		try (Replica one = connected(settings); Replica other = connected(settings)) {
			checkThatTheyShare(one, other);

			checkFailOver(one, other, primary, "a sentinel has failed over");
		}
	}

	private void checkFailOver(Replica one, Replica other, int primary, String what) throws InterruptedException {
		AtomicBoolean over = new AtomicBoolean();
		Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
		Thread reader = Thread.ofVirtual().start(() -> {
			while (!over.get()) {
				statuses.add(one.result(newRun()).status());
			}
		});
		this.redis.kill(primary);
		long start = System.nanoTime();

		Awaitility.await()
			.atMost(SOON.plus(RedisServers.NODE_TIMEOUT))
			.ignoreException(ConditionTimeoutException.class)
			.untilAsserted(() -> IntStream.range(0, 20).forEach((i) -> checkThatTheyShare(one, other)));

		Figures.note(what, start);
		over.set(true);
		reader.join();
		assertThat(statuses).isNotEmpty().containsOnly(200);
	}

	// What one has stored, the other takes over; what one purges, the other forgets.
	private void checkThatTheyShare(Replica one, Replica other) {
		String run = newRun();
		int stored = one.stores("stored");
		one.result(run);
		soon().until(() -> one.stores("stored") > stored);
		assertThat(other.result(run).value("Cache-Status")).startsWith("honeyhive-relay; hit");
		int heard = other.events("purge", "in");
		one.purge(run);
		soon().until(() -> other.events("purge", "in") > heard);
	}

	private static ConditionFactory soon() {
		return Awaitility.await().atMost(Duration.ofSeconds(1)).pollInterval(Duration.ofMillis(5));
	}

	// All keys of a project are with one primary.
	private int primaryWithKeys(List<Integer> ports) {
		return ports.stream()
			.filter((port) -> this.redis.cli(port, "role").startsWith("master"))
			.filter((port) -> !this.redis.cli(port, "dbsize").strip().equals("0"))
			.findFirst()
			.orElseThrow();
	}

	private String newRun() {
		return "run-" + this.runs.incrementAndGet();
	}

	private Replica connected(String... settings) {
		return Replica.sharing(this.honeyHive.baseUrl(),
				Stream.concat(Stream.of("--relay.cache.shared.timeout=1s"), Stream.of(settings))
					.toArray(String[]::new));
	}

}
