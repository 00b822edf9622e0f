package dev.honeyrelay.engine;

import java.io.IOException;
import java.nio.file.Files;
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

import dev.honeyrelay.harness.LogWatch;
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
 * A shared level of several servers, of which one ends, so that another takes its place,
 * or hands its keys over, or refuses to be written: the relays find their way, and their
 * callers notice nothing.
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
	void aClusterFailsOver() {
		List<Integer> ports = this.redis.startCluster();
		String nodes = ports.stream().map(RedisServers::address).collect(Collectors.joining(","));
		try (Replica one = connected("--spring.data.redis.cluster.nodes=" + nodes);
				Replica other = connected("--spring.data.redis.cluster.nodes=" + nodes)) {
			checkThatTheyShare(one, other);

			checkResharding(one, other, ports);
			checkFailOver(one, other, primaries(ports).getFirst(), "a cluster has failed over");
		}
	}

	@Test
	void aSentinelFailsOver() {
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

	@Test
	void aServerThatMayNotBeWrittenIsStillRead() {
		int port = this.redis.start();
		String[] settings = { "--spring.data.redis.host=127.0.0.1", "--spring.data.redis.port=" + port };
		try (Replica one = connected(settings); Replica other = connected(settings); Reading _ = new Reading(one)) {
			checkThatTheyShare(one, other);
			String run = storedBy(one);

			this.redis.cli(port, "config", "set", "maxmemory", "1");
			soon().until(() -> one.stores("error") > 0);
			this.redis.cli(port, "config", "set", "maxmemory", "0");
			this.redis.cli(port, "config", "set", "min-replicas-to-write", "1");
			this.redis.cli(port, "client", "kill", "type", "normal");
			Awaitility.await().until(() -> other.result(newRun()).status() == 200 && one.isUp() && other.isUp());
			assertThat(other.result(run).value("Cache-Status")).startsWith("honeyhive-relay; hit");
			this.redis.cli(port, "config", "set", "min-replicas-to-write", "0");

			this.redis.cli(port, "replicaof", "127.0.0.1", "1");
			one.awaitDown();
			this.redis.cli(port, "replicaof", "no", "one");
			awaitSharing(one, other, "a primary that was a replica for a moment is in use");
		}
	}

	@Test
	void aServerWhoseDiskFailsIsStillRead(@TempDir Path disk) throws IOException {
		Path gone = Files.createDirectory(disk.resolve("gone"));
		int port = this.redis.start("--dir", gone.toString(), "--save", "3600 1");
		String[] settings = { "--spring.data.redis.host=127.0.0.1", "--spring.data.redis.port=" + port };
		try (Replica one = connected(settings); Replica other = connected(settings); Reading _ = new Reading(one)) {
			checkThatTheyShare(one, other);
			String run = storedBy(one);

			Files.delete(gone);
			this.redis.cli(port, "bgsave");
			Awaitility.await()
				.until(() -> this.redis.cli(port, "set", "honeyhive-relay:probe", "1").startsWith("MISCONF"));
			soon().until(() -> one.stores("error") > 0);
			this.redis.cli(port, "client", "kill", "type", "normal");
			Awaitility.await().until(() -> other.result(newRun()).status() == 200 && one.isUp() && other.isUp());
			assertThat(other.result(run).value("Cache-Status")).startsWith("honeyhive-relay; hit");

			this.redis.cli(port, "config", "set", "stop-writes-on-bgsave-error", "no");
			awaitSharing(one, other, "a server whose disk has failed is written again");
		}
	}

	private void checkResharding(Replica one, Replica other, List<Integer> ports) {
		List<Integer> primaries = primaries(ports);
		LogWatch log = LogWatch.anew();
		try (Reading _ = new Reading(one)) {
			long start = System.nanoTime();
			assertThat(this.redis.moveSlots(primaries.get(0), primaries.get(1), 300)).contains("Moving slot");
			Figures.note("300 slots have moved", start);
			IntStream.range(0, 20).forEach((i) -> checkThatTheyShare(one, other));
		}
		assertThat(log.lines()).noneMatch((line) -> line.contains("unavailable"));
	}

	private void checkFailOver(Replica one, Replica other, int primary, String what) {
		LogWatch log = LogWatch.anew();
		try (Reading _ = new Reading(one)) {
			this.redis.kill(primary);
			awaitSharing(one, other, what);
		}
		// Each of them says so once, however long it takes.
		assertThat(log.lines()).filteredOn((line) -> line.contains("shared level unavailable"))
			.hasSizeLessThanOrEqualTo(2);
	}

	private void awaitSharing(Replica one, Replica other, String what) {
		long start = System.nanoTime();
		Awaitility.await()
			.atMost(SOON.plus(RedisServers.NODE_TIMEOUT))
			.ignoreException(ConditionTimeoutException.class)
			.untilAsserted(() -> IntStream.range(0, 20).forEach((i) -> checkThatTheyShare(one, other)));
		Figures.note(what, start);
	}

	// What one has stored, the other takes over; what one purges, the other forgets.
	private void checkThatTheyShare(Replica one, Replica other) {
		String run = storedBy(one);
		assertThat(other.result(run).value("Cache-Status")).startsWith("honeyhive-relay; hit");
		int heard = other.events("purge", "in");
		one.purge(run);
		soon().until(() -> other.events("purge", "in") > heard);
	}

	private String storedBy(Replica replica) {
		String run = newRun();
		int stored = replica.stores("stored");
		replica.result(run);
		soon().until(() -> replica.stores("stored") > stored);
		return run;
	}

	private static ConditionFactory soon() {
		return Awaitility.await().atMost(Duration.ofSeconds(1)).pollInterval(Duration.ofMillis(5));
	}

	private List<Integer> primaries(List<Integer> ports) {
		return ports.stream().filter((port) -> this.redis.cli(port, "role").startsWith("master")).toList();
	}

	private String newRun() {
		return "run-" + this.runs.incrementAndGet();
	}

	private Replica connected(String... settings) {
		return Replica.sharing(this.honeyHive.baseUrl(),
				Stream.concat(Stream.of("--relay.cache.shared.timeout=1s"), Stream.of(settings))
					.toArray(String[]::new));
	}

	/**
	 * A caller who asks one question after the other, and whose answers are all 200.
	 */
	private final class Reading implements AutoCloseable {

		private final AtomicBoolean over = new AtomicBoolean();

		private final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();

		private final Thread reader;

		Reading(Replica replica) {
			this.reader = Thread.ofVirtual().start(() -> {
				while (!this.over.get()) {
					this.statuses.add(replica.result(newRun()).status());
				}
			});
		}

		@Override
		public void close() {
			this.over.set(true);
			Awaitility.await().until(() -> !this.reader.isAlive());
			assertThat(this.statuses).isNotEmpty().containsOnly(200);
		}

	}

}
