package dev.honeyrelay.upstream.wire;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import dev.honeyrelay.outbound.Outbound;
import dev.honeyrelay.outbound.Route;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.upstream.UpstreamProperties;
import io.netty.channel.Channel;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.ConnectionProvider.ConnectionMetadata;
import reactor.util.context.Context;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * The connections to HoneyHive: for each project its own, which are kept for a while, and
 * those that serve one request only. The clients that use them differ in nothing else.
 */
public final class Connections implements AutoCloseable {

	// When a connection was made, in the count of its pool.
	private static final AttributeKey<Long> GENERATION = AttributeKey.valueOf(Connections.class, "generation");

	private static final AttributeKey<Boolean> USED = AttributeKey.valueOf(Connections.class, "used");

	private static final AttributeKey<Boolean> RETIRED = AttributeKey.valueOf(Connections.class, "retired");

	private final UpstreamProperties properties;

	private final WebClient.Builder builder;

	private final Route route;

	private final AddressResolverGroup<InetSocketAddress> names;

	private final ConcurrentMap<ProjectName, Pool> pools = new ConcurrentHashMap<>();

	private volatile WebClient once;

	public Connections(WebClient.Builder builder, UpstreamProperties properties, Route route) {
		this.properties = properties;
		this.builder = builder.clone()
			.defaultHeader(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON_VALUE)
			.defaultHeader(HttpHeaders.USER_AGENT, "honeyhive-relay");
		this.route = route;
		// A name that has moved is followed within the lifetime of a connection, and one
		// more for the name itself, however long it may be kept.
		this.names = Outbound.names(longer(properties.connectionLifetime(), Duration.ofSeconds(1)),
				properties.connectTimeout());
		this.once = newOnce();
		route.onRenewal(this::renew);
	}

	private static Duration longer(Duration one, Duration other) {
		return (one.compareTo(other) > 0) ? one : other;
	}

	/** Returns the kept connections of {@code project}. */
	public Pool of(ProjectName project) {
		Pool known = this.pools.get(project);
		return (known != null) ? known : made(project);
	}

	private synchronized Pool made(ProjectName project) {
		return this.pools.computeIfAbsent(project, Pool::new);
	}

	/** Returns the client that makes a new connection for each request. */
	public WebClient once() {
		return this.once;
	}

	private WebClient newOnce() {
		return over(ConnectionProvider.newConnection(), (_) -> {
		});
	}

	// Whoever is trusted now was not asked when the connections were made.
	private synchronized void renew() {
		this.once = newOnce();
		keepOnly(Set.of());
	}

	/** Closes the connections of every project that is not among {@code projects}. */
	public void keepOnly(Set<ProjectName> projects) {
		this.pools.forEach((name, pool) -> {
			if (!projects.contains(name) && this.pools.remove(name, pool)) {
				pool.close();
			}
		});
	}

	@Override
	public void close() {
		keepOnly(Set.of());
		this.names.close();
	}

	/**
	 * Returns a client that takes its connections from {@code connections} and calls
	 * {@code made} for each new one. What is trusted is that of this moment.
	 */
	private WebClient over(ConnectionProvider connections, Consumer<Channel> made) {
		HttpClient client = HttpClient.create(connections)
			.protocol(HttpProtocol.HTTP11)
			.baseUrl(this.properties.baseUrl().origin())
			.compress(false)
			.followRedirect(false)
			// How often a request is sent is decided in one place, and counted there.
			.disableRetry(true)
			.doOnRequest(Reuse::begins)
			.doOnChannelInit((observer, channel, address) -> {
				HttpCodec.install(channel);
				made.accept(channel);
			});
		return this.builder.clone()
			.clientConnector(new ReactorClientHttpConnector(
					this.route.lead(client, this.properties.connectTimeout(), this.names)))
			.build();
	}

	/**
	 * One project's kept connections. No other project's requests go over them, so that
	 * whatever a connection mixes up stays within the project.
	 */
	public final class Pool {

		private final AtomicLong generation = new AtomicLong();

		private final ConnectionProvider provider;

		private final WebClient client;

		private Pool(ProjectName project) {
			UpstreamProperties settings = Connections.this.properties;
			this.provider = ConnectionProvider.builder("honeyhive-" + project)
				.maxConnections(settings.maxConcurrent())
				.pendingAcquireMaxCount(-1)
				.evictionPredicate((connection, use) -> isOver(connection, use, settings))
				.evictInBackground(settings.connectionIdle().dividedBy(2).plusMillis(1))
				.build();
			this.client = over(this.provider, (channel) -> channel.attr(GENERATION).set(this.generation.get()));
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
		private void close() {
			this.provider.dispose();
		}

		private boolean isOver(Connection connection, ConnectionMetadata use, UpstreamProperties settings) {
			Channel channel = connection.channel();
			Long made = channel.attr(GENERATION).get();
			return !channel.isActive() || channel.hasAttr(RETIRED) || made == null || made != this.generation.get()
					|| use.idleTime() >= settings.connectionIdle().toMillis()
					|| use.lifeTime() >= settings.connectionLifetime().toMillis();
		}

	}

	/**
	 * What is to be known of one request on the wire: whether it went out on a connection
	 * that had served another before, and that none is to follow it there.
	 */
	static final class Reuse {

		private volatile boolean onUsedConnection;

		private volatile @Nullable Channel channel;

		/** Notes which connection {@code request} goes out on. */
		private static void begins(HttpClientRequest request, Connection connection) {
			Channel channel = connection.channel();
			boolean used = channel.attr(USED).getAndSet(true) != null;
			@Nullable Reuse attempt = request.currentContextView().getOrDefault(Reuse.class, null);
			if (attempt != null) {
				attempt.onUsedConnection = used;
				attempt.channel = channel;
			}
		}

		/** Returns {@code context} with this in it, where the client finds it. */
		Context in(Context context) {
			return context.put(Reuse.class, this);
		}

		/** Returns whether the connection had been used before. */
		boolean wasOnUsedConnection() {
			return this.onUsedConnection;
		}

		/** Keeps the connection from being used for another request. */
		void retireConnection() {
			Channel used = this.channel;
			if (used != null) {
				used.attr(RETIRED).set(true);
			}
		}

	}

}
