package dev.honeyrelay.engine;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The container is told to end while it is busy.
 */
@Tag("engine")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ImageShutdownEngineTests {

	private static final HoneyHive HONEY_HIVE = HoneyHive.shared();

	private static final Duration GRACE = Duration.ofSeconds(45);

	private static final int SLOW_MILLIS = 6000;

	private final Set<Integer> statuses = ConcurrentHashMap.newKeySet();

	@Test
	void readinessGoesFirstThenWhatIsUnderWayIsAnsweredThenItEndsWithZero() {
		String quick = HONEY_HIVE.newRun(1);
		String slow = HONEY_HIVE.newRun(2);
		HONEY_HIVE.says(slow, HoneyHive.completed(slow, 2).withFixedDelay(SLOW_MILLIS));
		try (RelayContainer relay = RelayContainer.start(HONEY_HIVE, Map.of())) {
			CompletableFuture<Integer> underWay = Fleet
				.inBackground(() -> relay.get(HoneyHive.result(slow)).statusCode());
			Awaitility.await().until(() -> relay.meter("relay_upstream_travelling") == 1);
			CompletableFuture<Set<Integer>> load = Fleet.inBackground(() -> readUntilRefused(relay, quick));
			Awaitility.await().until(() -> this.statuses.contains(200));

			long start = System.nanoTime();
			relay.terminate();
			Awaitility.await()
				.pollInterval(Duration.ofMillis(20))
				.until(() -> relay.get("/readyz").statusCode() == 503);
			int whileDraining = relay.get(HoneyHive.result(quick)).statusCode();

			assertThat(whileDraining).isEqualTo(200);
			assertThat(underWay.join()).isEqualTo(200);
			assertThat(relay.awaitEnd(GRACE)).isZero();
			Figures.note("ended", start);
			assertThat(load.join()).containsOnly(200);
		}
	}

	// Returns when nobody listens any more, which must not be before readiness is off.
	private Set<Integer> readUntilRefused(RelayContainer relay, String run) {
		try {
			while (true) {
				this.statuses.add(relay.get(HoneyHive.result(run)).statusCode());
			}
		}
		catch (UncheckedIOException ex) {
			return this.statuses;
		}
	}

}
