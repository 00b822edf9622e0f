package dev.honeyrelay.cache;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Connects to the shared level: one connection to ask and one to listen, both or none, as
 * answers that are not told of changes are not worth having.
 */
final class SharedConnector {

	// One quick answer may be luck.
	private static final int PROBES = 3;

	private static final Duration FIRST_ANSWER = Duration.ofSeconds(1);

	private final LettuceConnectionFactory connections;

	private final SharedEar ear;

	private final byte[] channel;

	private final Duration longestRead;

	private @Nullable RedisConnection listening;

	SharedConnector(LettuceConnectionFactory connections, SharedEar ear, byte[] channel, Duration longestRead) {
		this.connections = connections;
		this.ear = ear;
		this.channel = channel;
		this.longestRead = longestRead;
	}

	/**
	 * Returns a new connection that has proved to answer as fast as is needed, and lets
	 * go of an earlier one.
	 */
	RedisClusterAsyncCommands<byte[], byte[]> connect()
			throws ExecutionException, TimeoutException, InterruptedException {
		close();
		this.connections.resetConnection();
		RedisClusterAsyncCommands<byte[], byte[]> asking = asyncCommands(this.connections.getConnection());
		SharedLink.await(asking.mget(this.channel), FIRST_ANSWER);
		for (int i = 0; i < PROBES; i++) {
			SharedLink.await(asking.mget(this.channel), this.longestRead);
		}
		RedisConnection listening = this.connections.getConnection();
		this.listening = listening;
		listening.subscribe(this.ear, this.channel);
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

	@SuppressWarnings("unchecked")
	private static RedisClusterAsyncCommands<byte[], byte[]> asyncCommands(RedisConnection connection) {
		return (RedisClusterAsyncCommands<byte[], byte[]>) connection.getNativeConnection();
	}

}
