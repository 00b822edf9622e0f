package dev.honeyrelay.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.honeyrelay.harness.LogWatch;
import dev.honeyrelay.harness.RawResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The shared level away, slow and wrong: callers notice nothing but a miss.
 */
@Tag("engine")
@Timeout(120)
class SharedOutageEngineTests {

	private static final int READS = 20;

	// The circuit opens when half of the last six calls failed, the writer's included.
	private static final int MOST_IN_VAIN = 5;

	private static final Duration MOST_MORE = Duration.ofMillis(50);

	private static final HoneyHive HONEY_HIVE = HoneyHive.shared();

	private final Redis redis = new Redis();

	private final List<AutoCloseable> open = new ArrayList<>(List.of(this.redis));

	private LogWatch log = LogWatch.anew();

	@AfterEach
	void closeAll() throws Exception {
		for (AutoCloseable part : this.open.reversed()) {
			part.close();
		}
	}

	@Test
	void aRelayStartsWithoutRedisAndFindsItLater() {
		Replica relay = opened(Replica.start(HONEY_HIVE, this.redis.settings()));

		assertThat(relay.get("/readyz").status()).isEqualTo(200);
		List<Duration> took = reads(relay, READS);
		Figures.note("a read with Redis absent at start", took);
		assertThat(relay.loads("suspended")).isEqualTo(READS);

		this.redis.start();
		checkThatItHeals(relay, "found after it had been absent");
	}

	@Test
	void aRelayLivesOnWithoutRedis() {
		this.redis.start();
		Replica relay = opened(Replica.connected(HONEY_HIVE, this.redis.settings()));
		List<Duration> before = reads(relay, READS);

		this.redis.stop();
		checkThatNobodyWaits(relay, before, "stopped");

		this.redis.startAgain();
		checkThatItHeals(relay, "healed after a stop");
	}

	@Test
	void aRelayDoesNotWaitForARedisThatIsPaused() {
		this.redis.start();
		Replica relay = opened(Replica.connected(HONEY_HIVE, this.redis.settings()));
		List<Duration> before = reads(relay, READS);

		this.redis.pause();
		checkThatNobodyWaits(relay, before, "paused");
		assertThat(relay.loads("error")).isBetween(1, MOST_IN_VAIN);

		this.redis.resume();
		checkThatItHeals(relay, "healed after a pause");
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GOOD")
	void aRelayDoesNotWaitForARedisBehindABadWay(Detour.Condition condition) {
		this.redis.start();
		Detour detour = opened(Detour.to(this.redis.port()));
		Replica relay = opened(Replica.connected(HONEY_HIVE, Redis.settingsAt("127.0.0.1", detour.port())));
		List<Duration> before = reads(relay, READS);

		detour.turn(condition);
		checkThatNobodyWaits(relay, before, condition.name());
		assertThat(relay.loads("error")).isBetween(1, MOST_IN_VAIN);

		detour.turn(Detour.Condition.GOOD);
		checkThatItHeals(relay, "healed after " + condition);
	}

	@Test
	void aRedisThatIsFullIsStillRead() {
		this.redis.start();
		Replica relay = opened(Replica.connected(HONEY_HIVE, this.redis.settings()));
		String run = HONEY_HIVE.newRun(1);
		relay.result(run);
		Awaitility.await().until(() -> relay.stores("stored") == 1);
		this.redis.command("CONFIG", "SET", "maxmemory", "1");

		reads(relay, READS);
		Awaitility.await().until(() -> relay.stores("error") == READS);
		Replica cold = opened(Replica.connected(HONEY_HIVE, this.redis.settings()));

		assertThat(relay.isUp()).isTrue();
		assertThat(cold.result(run).value("Cache-Status")).startsWith("honeyhive-relay; hit");
	}

	@Test
	void whatWasToldWhileRedisWasAwayIsToldWhenItIsBack() {
		this.redis.start();
		Replica relay = opened(Replica.connected(HONEY_HIVE, this.redis.settings("--relay.cache.first-fresh=1h")));
		Replica other = opened(Replica.connected(HONEY_HIVE, this.redis.settings("--relay.cache.first-fresh=1h")));
		String run = HONEY_HIVE.newRun(1);
		relay.result(run);
		Awaitility.await().until(() -> relay.stores("stored") == 1);
		other.result(run);
		this.redis.pause();
		reads(relay, MOST_IN_VAIN + 1);
		relay.awaitDown();

		relay.purge(run);
		this.redis.resume();
		Awaitility.await().until(() -> relay.events("purge", "out") == 1);

		Awaitility.await().until(() -> other.result(run).value("Cache-Status").contains("fwd="));
	}

	@Test
	void aRestartUnderLoadFailsNobody() throws Exception {
		this.redis.start();
		String[] settings = this.redis.settings("--relay.cache.first-fresh=100ms", "--relay.cache.min-fresh=100ms",
				"--relay.cache.max-fresh=100ms", "--relay.cache.refresh-ahead=0");
		List<Replica> replicas = List.of(opened(Replica.connected(HONEY_HIVE, settings)),
				opened(Replica.connected(HONEY_HIVE, settings)));
		List<String> runs = Stream.generate(() -> HONEY_HIVE.newRun(1)).limit(10).toList();
		AtomicBoolean over = new AtomicBoolean();
		Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
		Queue<Duration> took = new ConcurrentLinkedQueue<>();
		List<Thread> readers = IntStream.range(0, 8).mapToObj((i) -> Thread.ofVirtual().start(() -> {
			for (int n = i; !over.get(); n++) {
				long start = System.nanoTime();
				RawResponse response = replicas.get(n % 2).result(runs.get(n % runs.size()));
				took.add(Duration.ofNanos(System.nanoTime() - start));
				statuses.add(response.status());
			}
		})).toList();

		for (int i = 0; i < 2; i++) {
			Awaitility.await().until(() -> replicas.stream().allMatch(Replica::isUp));
			this.redis.stop();
			replicas.forEach(Replica::awaitDown);
			this.redis.startAgain();
			Awaitility.await().until(() -> replicas.stream().allMatch(Replica::isUp));
		}
		over.set(true);
		for (Thread reader : readers) {
			reader.join();
		}

		Figures.note("a read under load with two restarts", took);
		assertThat(statuses).hasSizeGreaterThan(100).containsOnly(200);
		assertThat(this.log.alarms()).isEmpty();
	}

	private void checkThatNobodyWaits(Replica relay, List<Duration> before, String how) {
		List<Duration> took = reads(relay, READS);
		Figures.note("a read with Redis in use", before);
		Figures.note("a read with Redis " + how, took);
		assertThat(relay.isUp()).isFalse();
		assertThat(Figures.median(took)).isLessThan(Figures.median(before).plus(MOST_MORE));
		List<Duration> later = reads(relay, READS);
		Figures.note("a read later", later);
		assertThat(relay.get("/readyz").status()).isEqualTo(200);
	}

	private void checkThatItHeals(Replica relay, String how) {
		long start = System.nanoTime();
		relay.awaitUp();
		Figures.note(how, start);
		String run = HONEY_HIVE.newRun(1);
		int stored = relay.stores("stored");
		relay.result(run);
		Awaitility.await().until(() -> relay.stores("stored") > stored);
		assertThat(keeperLines()).filteredOn((line) -> line.contains("unavailable")).hasSizeLessThan(2);
		assertThat(this.log.alarms()).isEmpty();
	}

	private List<String> keeperLines() {
		return this.log.lines().stream().filter((line) -> line.contains("RedisReconnector")).toList();
	}

	private static List<Duration> reads(Replica relay, int count) {
		List<Duration> took = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			String run = HONEY_HIVE.newRun(1);
			long start = System.nanoTime();
			RawResponse response = relay.result(run);
			took.add(Duration.ofNanos(System.nanoTime() - start));
			assertThat(response.value("Cache-Status")).isEqualTo("honeyhive-relay; fwd=miss; stored");
		}
		return took;
	}

	private <T extends AutoCloseable> T opened(T part) {
		this.open.add(part);
		this.log = LogWatch.anew();
		return part;
	}

}
