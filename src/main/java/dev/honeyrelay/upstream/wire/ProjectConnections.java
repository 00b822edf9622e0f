package dev.honeyrelay.upstream.wire;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import dev.honeyrelay.upstream.UpstreamProperties;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import reactor.netty.Connection;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.ConnectionProvider.ConnectionMetadata;

import org.springframework.web.reactive.function.client.WebClient;

/**
 * One project's kept connections to HoneyHive. No other project's requests go over them,
 * so that whatever a connection mixes up stays within the project.
 */
public final class ProjectConnections {

	private static final AttributeKey<Long> GENERATION = AttributeKey.valueOf(ProjectConnections.class, "generation");

	private static final AttributeKey<Boolean> RETIRED = AttributeKey.valueOf(ProjectConnections.class, "retired");

	private final AtomicLong generation = new AtomicLong();

	private final ConnectionProvider pool;

	private final WebClient client;

	ProjectConnections(String name, UpstreamProperties properties, HttpClients clients) {
		Duration sweep = properties.connectionIdle().dividedBy(2).plusMillis(1);
		this.pool = ConnectionProvider.builder(name)
			.maxConnections(properties.maxConcurrent())
			.pendingAcquireMaxCount(-1)
			.evictionPredicate((connection, use) -> isOver(connection, use, properties))
			.evictInBackground(sweep)
			.build();
		this.client = clients.over(this.pool, (channel) -> channel.attr(GENERATION).set(this.generation.get()));
	}

	/** Returns the client that sends requests over these connections. */
	public WebClient client() {
		return this.client;
	}

	/** Uses none of the connections again that were made until now. */
	public void renew() {
		this.generation.incrementAndGet();
	}

	/** Ends these connections; what is under way over them comes to its end first. */
	void close() {
		this.pool.dispose();
	}

	/** Keeps {@code channel} from being used for another request. */
	static void retire(Channel channel) {
		channel.attr(RETIRED).set(true);
	}

	private boolean isOver(Connection connection, ConnectionMetadata use, UpstreamProperties properties) {
		Channel channel = connection.channel();
		Long made = channel.attr(GENERATION).get();
		return !channel.isActive() || channel.hasAttr(RETIRED) || made == null || made != this.generation.get()
				|| use.idleTime() >= properties.connectionIdle().toMillis()
				|| use.lifeTime() >= properties.connectionLifetime().toMillis();
	}

}
