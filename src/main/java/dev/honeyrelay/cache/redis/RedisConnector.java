package dev.honeyrelay.cache.redis;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.SetArgs;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Connects to the shared level: one connection for commands and one to listen, both or
 * none, because entries must not be used while changes of their runs are missed.
 */
final class RedisConnector {

	private static final Logger log = LoggerFactory.getLogger(RedisConnector.class);

	// One quick answer may be chance.
	private static final int PROBES = 3;

	private static final Duration FIRST_ANSWER = Duration.ofSeconds(1);

	private static final String POLICY = "maxmemory-policy";

	// Where Redis evicts, the tombstone of a purge must not go before the answers that it
	// is about. Everything has a lifetime, so the last two are the same.
	private static final Set<String> POLICIES = Set.of("noeviction", "allkeys-lru", "volatile-lru");

	// With these a Redis refuses to be written that can still be read: it is full, its
	// disk fails, its replicas are away.
	private static final Set<String> READABLE = Set.of("OOM", "MISCONF", "NOREPLICAS");

	private final LettuceConnectionFactory connections;

	private final InvalidationListener listener;

	private final RedisKeys keys;

	private final Duration longestRead;

	private @Nullable RedisConnection listening;

	private boolean policyTold;

	RedisConnector(LettuceConnectionFactory connections, InvalidationListener listener, RedisKeys keys,
			Duration longestRead) {
		this.connections = connections;
		this.listener = listener;
		this.keys = keys;
		this.longestRead = longestRead;
	}

	/**
	 * Returns a new connection that has proved to answer as fast as is needed and to be
	 * one to a primary, and lets go of an earlier one.
	 */
	RedisClusterAsyncCommands<byte[], byte[]> connect()
			throws ExecutionException, TimeoutException, InterruptedException {
		close();
		if (this.connections.getNativeClient() instanceof RedisClusterClient cluster) {
			// Another server may have taken the place of one that failed.
			cluster.refreshPartitionsAsync().toCompletableFuture().get(FIRST_ANSWER.toMillis(), TimeUnit.MILLISECONDS);
		}
		this.connections.resetConnection();
		RedisClusterAsyncCommands<byte[], byte[]> asking = asyncCommands(this.connections.getConnection());
		byte[][] probes = probes();
		RedisCircuit.await(asking.mget(probes), FIRST_ANSWER);
		for (int i = 0; i < PROBES; i++) {
			RedisCircuit.await(asking.mget(probes), this.longestRead);
		}
		for (byte[] probe : probes) {
			checkThatItCanBeWritten(asking, probe);
		}
		RedisConnection listening = this.connections.getConnection();
		this.listening = listening;
		listening.subscribe(this.listener, this.keys.channel());
		tellOfPolicy(asking);
		return asking;
	}

	/** Stops listening. */
	void close() {
		RedisConnection open = this.listening;
		this.listening = null;
		try {
			if (open != null) {
				open.close();
			}
		}
		catch (RuntimeException ex) {
			// It was broken; that is why it is closed.
		}
	}

	// One for each primary of a cluster: to find only some of them well would be to lose
	// the connection again at once.
	private byte[][] probes() {
		if (this.connections.getNativeClient() instanceof RedisClusterClient cluster) {
			List<byte[]> probes = cluster.getPartitions()
				.stream()
				.filter((node) -> node.is(RedisClusterNode.NodeFlag.UPSTREAM) && !node.getSlots().isEmpty())
				.map((node) -> this.keys.probe(node::hasSlot))
				.toList();
			return probes.toArray(byte[][]::new);
		}
		return new byte[][] { this.keys.probe((slot) -> true) };
	}

	// A former primary must be replaced by the new one.
	private void checkThatItCanBeWritten(RedisClusterAsyncCommands<byte[], byte[]> asking, byte[] probe)
			throws ExecutionException, TimeoutException, InterruptedException {
		try {
			RedisCircuit.await(asking.set(probe, new byte[0], SetArgs.Builder.px(1)), FIRST_ANSWER);
		}
		catch (ExecutionException ex) {
			if (!READABLE.contains(RedisCircuit.describe(ex))) {
				throw ex;
			}
		}
	}

	private void tellOfPolicy(RedisClusterAsyncCommands<byte[], byte[]> asking)
			throws TimeoutException, InterruptedException {
		if (this.policyTold) {
			return;
		}
		try {
			Map<String, String> settings = RedisCircuit.await(asking.configGet(POLICY), FIRST_ANSWER);
			String policy = settings.getOrDefault(POLICY, "unknown");
			if (!POLICIES.contains(policy)) {
				log.atWarn().addKeyValue("policy", policy).log("shared level may bring purged answers back");
			}
		}
		catch (ExecutionException ex) {
			if (!(ex.getCause() instanceof RedisCommandExecutionException)) {
				return;
			}
			log.info("shared level does not tell its eviction policy, which must be noeviction or allkeys-lru");
		}
		this.policyTold = true;
	}

	@SuppressWarnings("unchecked")
	private static RedisClusterAsyncCommands<byte[], byte[]> asyncCommands(RedisConnection connection) {
		return (RedisClusterAsyncCommands<byte[], byte[]>) connection.getNativeConnection();
	}

}
