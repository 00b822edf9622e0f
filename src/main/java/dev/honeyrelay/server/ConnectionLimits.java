package dev.honeyrelay.server;

import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.IdleTimeout;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.NanoTime;
import org.eclipse.jetty.util.component.LifeCycle;

import org.springframework.boot.jetty.JettyServerCustomizer;
import org.springframework.stereotype.Component;

/**
 * What connections may take of the relay, whoever is at their other end: how many there
 * are, how long a request may arrive, and the memory that all of them keep. Callers' and
 * operators' connections share that memory.
 */
@Component
public final class ConnectionLimits implements JettyServerCustomizer {

	// Whoever finds no room among those that are not accepted yet is not answered, and
	// tries
	// again a second later. Java's own default is 50.
	private static final int ACCEPT_QUEUE = 1024;

	private static final Duration ROUND = Duration.ofMillis(500);

	private static final int ROUNDS_PER_TIMEOUT = 5;

	private final CallerProperties properties;

	private final ConnectionMemory memory;

	private final DrainDelay draining;

	private final List<ServerConnector> connectors = new CopyOnWriteArrayList<>();

	private final AtomicBoolean makingRoom = new AtomicBoolean();

	ConnectionLimits(CallerProperties properties, ConnectionMemory memory, DrainDelay draining) {
		this.properties = properties;
		this.memory = memory;
		this.draining = draining;
	}

	@Override
	public void customize(Server server) {
		for (ServerConnector connector : server.getBeans(ServerConnector.class)) {
			connector.setAcceptQueueSize(ACCEPT_QUEUE);
			connector.getSelectorManager().addEventListener(new Count(this.properties.maxConnections()));
			connector.addEventListener(new LifeCycle.Listener() {

				@Override
				public void lifeCycleStarting(LifeCycle starting) {
					connector.setIdleTimeout(ConnectionLimits.this.properties.idleTimeout().toMillis());
					// A shutdown waits for whoever is being answered, and would cut those
					// who take nothing for a second.
					connector.setShutdownIdleTimeout(connector.getIdleTimeout());
				}

				@Override
				public void lifeCycleStarted(LifeCycle started) {
					scheduleRound(connector);
				}

			});
			this.connectors.add(connector);
		}
	}

	/** Returns whether the connections of {@code connector} are limited already. */
	boolean isLimited(ServerConnector connector) {
		return this.connectors.contains(connector);
	}

	ConnectionMemory memory() {
		return this.memory;
	}

	Duration headerTimeout() {
		return this.properties.headerTimeout();
	}

	int maxHeaderFields() {
		return this.properties.maxHeaderFields();
	}

	/** Returns whether callers are to go elsewhere with their next request. */
	public boolean isClosing() {
		return this.draining.isDraining();
	}

	/**
	 * Cuts connections if all of them keep too much: first those on which a request has
	 * been arriving for longest, then those that have been idle for longest, and at last
	 * those that have not taken their answer for longest.
	 */
	void makeRoom() {
		if (this.memory.excess() < 1 || !this.makingRoom.compareAndSet(false, true)) {
			return;
		}
		try {
			long left = this.memory.toFree();
			List<Candidate> candidates = this.connectors.stream()
				.flatMap(ConnectionLimits::candidates)
				.sorted(Candidate.ORDER)
				.toList();
			for (Candidate candidate : candidates) {
				if (left <= 0) {
					return;
				}
				left -= candidate.connection().cut();
			}
		}
		finally {
			this.makingRoom.set(false);
		}
	}

	/** Returns the connection that speaks HTTP over {@code endPoint}. */
	public static Connection over(EndPoint endPoint) {
		Connection connection = endPoint.getConnection();
		return (connection instanceof SslConnection tls) ? tls.getSslEndPoint().getConnection() : connection;
	}

	private static Stream<Candidate> candidates(ServerConnector connector) {
		long now = NanoTime.now();
		return connector.getConnectedEndPoints()
			.stream()
			.flatMap((endPoint) -> (over(endPoint) instanceof CallerConnection connection)
					? Stream.of(Candidate.of(connection, endPoint, now)) : Stream.empty());
	}

	private void scheduleRound(ServerConnector connector) {
		Duration part = this.properties.headerTimeout().dividedBy(ROUNDS_PER_TIMEOUT);
		connector.getScheduler()
			.schedule(() -> round(connector), Math.min(part.toMillis(), ROUND.toMillis()), TimeUnit.MILLISECONDS);
	}

	private void round(ServerConnector connector) {
		for (EndPoint endPoint : connector.getConnectedEndPoints()) {
			if (over(endPoint) instanceof CallerConnection connection) {
				connection.cutIfSlow();
			}
		}
		if (connector.isRunning()) {
			scheduleRound(connector);
		}
	}

	/**
	 * A connection that could be cut.
	 *
	 * @param rank whether its request is arriving (0), it is idle (1) or it is being
	 * answered (2)
	 * @param since for how long, in nanoseconds
	 */
	private record Candidate(CallerConnection connection, int rank, long since) {

		static final Comparator<Candidate> ORDER = Comparator.comparingInt(Candidate::rank)
			.thenComparing(Comparator.comparingLong(Candidate::since).reversed());

		static Candidate of(CallerConnection connection, EndPoint endPoint, long now) {
			long began = connection.began();
			if (began != 0) {
				return new Candidate(connection, 0, NanoTime.elapsed(began, now));
			}
			long idle = (endPoint instanceof IdleTimeout timed) ? TimeUnit.MILLISECONDS.toNanos(timed.getIdleFor()) : 0;
			return new Candidate(connection, connection.isAnswering() ? 2 : 1, idle);
		}

	}

	/**
	 * Refuses the newest connections beyond a number of them.
	 */
	private static final class Count implements SelectorManager.AcceptListener {

		private final int max;

		private final AtomicInteger open = new AtomicInteger();

		Count(int max) {
			this.max = max;
		}

		@Override
		public void onAccepting(SelectableChannel channel) {
			if (this.open.incrementAndGet() > this.max) {
				IO.close(channel);
			}
		}

		@Override
		public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
			this.open.decrementAndGet();
		}

		@Override
		public void onClosed(SelectableChannel channel) {
			this.open.decrementAndGet();
		}

	}

}
