package dev.honeyrelay.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * A HoneyHive, a Redis that nothing happens to, and replicas around them. One is patient:
 * nothing becomes stale there by itself. One is hasty: everything does, at once.
 */
final class Fleet implements AutoCloseable {

	static final HoneyHive HONEY_HIVE = HoneyHive.shared();

	private static final Duration SOON = Duration.ofSeconds(2);

	private static final String PATIENT = "--relay.cache.first-fresh=1h";

	private static final String[] HASTY = { "--relay.cache.first-fresh=1ms", "--relay.cache.min-fresh=1ms",
			"--relay.cache.max-fresh=1ms" };

	private final List<Replica> extra = new ArrayList<>();

	/** Starts what is not started yet, and empties Redis. */
	Fleet() {
		redis().command("FLUSHALL");
	}

	Redis redis() {
		return Shared.REDIS;
	}

	Replica patient() {
		return Shared.PATIENT_REPLICA;
	}

	Replica hasty() {
		return Shared.HASTY_REPLICA;
	}

	/** Starts another patient replica, which has seen nothing yet. */
	Replica another() {
		return another(PATIENT);
	}

	/** Starts another replica with these settings. */
	Replica another(String... settings) {
		Replica replica = Replica.connected(HONEY_HIVE, redis().settings(settings));
		this.extra.add(replica);
		return replica;
	}

	/** Waits until so many answers are shared. */
	void awaitEntries(int count) {
		soon().until(() -> redis().entries().size() == count);
	}

	/** Waits for what has to happen within two seconds. */
	static ConditionFactory soon() {
		return Awaitility.await().atMost(SOON).pollInterval(Duration.ofMillis(5)).pollDelay(Duration.ZERO);
	}

	/** Lets {@code caller} ask on a thread of its own. */
	static <T> CompletableFuture<T> inBackground(Supplier<T> caller) {
		return CompletableFuture.supplyAsync(caller, (task) -> Thread.ofVirtual().start(task));
	}

	/** Stops the replicas that were started for one test. */
	@Override
	public void close() {
		this.extra.forEach(Replica::close);
	}

	/**
	 * Started when first needed; ends with this process.
	 */
	private static final class Shared {

		static final Redis REDIS = new Redis().start();

		static final Replica PATIENT_REPLICA = Replica.connected(HONEY_HIVE, REDIS.settings(PATIENT));

		static final Replica HASTY_REPLICA = Replica.connected(HONEY_HIVE, REDIS.settings(HASTY));

	}

}
