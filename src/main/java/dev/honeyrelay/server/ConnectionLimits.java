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

import org.eclipse.jetty.io.AbstractEndPoint;
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
	// tries again a second later. Java's own default is 50.
	private static final int ACCEPT_QUEUE = 1024;

	private static final Duration ROUND = Duration.ofMillis(500);

	private static final int ROUNDS_PER_TIMEOUT = 5;

	private final CallerProperties properties;

	private final ConnectionMemory memory;

	private final ConnectionCuts cuts;

	private final List<ServerConnector> connectors = new CopyOnWriteArrayList<>();

	private final AtomicBoolean makingRoom = new AtomicBoolean();

	private volatile boolean closing;

	ConnectionLimits(CallerProperties properties, ConnectionMemory memory, ConnectionCuts cuts) {
		this.properties = properties;
		this.memory = memory;
		this.cuts = cuts;
	}

	@Override
	public void customize(Server server) {
		for (ServerConnector connector : server.getBeans(ServerConnector.class)) {
			connector.setAcceptQueueSize(ACCEPT_QUEUE);
			connector.getSelectorManager().addEventListener(new Count(this.properties.maxConnections(), this.cuts));
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

	ConnectionCuts cuts() {
		return this.cuts;
	}

	CallerProperties properties() {
		return this.properties;
	}

	/** Returns whether callers are to go elsewhere with their next request. */
	public boolean isClosing() {
		return this.closing;
	}

	/** Notes whether they are. */
	void setClosing(boolean closing) {
		this.closing = closing;
	}

	/**
	 * Cuts connections if all of them keep too much, in the order of {@link Rank}, and
	 * first those of which the same has been true for longest.
	 */
	void makeRoom() {
		if (this.memory.excess() < 1 || !this.makingRoom.compareAndSet(false, true)) {
			return;
		}
		try {
			List<Candidate> candidates = this.connectors.stream()
				.flatMap(ConnectionLimits::candidates)
				.sorted(Candidate.ORDER)
				.toList();
			for (Candidate candidate : candidates) {
				if (this.memory.toFree() <= 0) {
					return;
				}
				// It may have gone on since.
				if (candidate.isStill(NanoTime.now())) {
					candidate.connection().cut();
					this.cuts.count(ConnectionCuts.Reason.CONNECTION_MEMORY);
				}
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
	 * What a connection is about, in the order in which connections are cut: those that
	 * only take memory before those whose callers wait for something, and strangers'
	 * before those of callers who have shown who they are.
	 */
	private enum Rank {

		/** A request has not been whole for a second. */
		ARRIVING,

		/** Nothing has been asked for a second. */
		IDLE,

		/** An answer is not taken. */
		UNREAD,

		/** As {@link #UNREAD}, of a known caller. */
		UNREAD_BY_CALLER,

		/** A moment ago something came, and it was much. */
		LARGE,

		/** As {@link #IDLE}, of a known caller. */
		IDLE_OF_CALLER,

		/** A moment ago something came, or the connection itself. */
		FRESH,

		/** A request is being answered. */
		ANSWERING,

		/** As {@link #FRESH}, of a known caller. */
		FRESH_OF_CALLER,

		/** As {@link #ANSWERING}, of a known caller. */
		ANSWERING_CALLER;

		private static final long MOMENT = TimeUnit.SECONDS.toNanos(1);

		private static final int MUCH = 16_000;

		static Rank of(CallerConnection connection, EndPoint endPoint, long since) {
			boolean known = connection instanceof CallersPortConnection port && port.isTrusted();
			if (connection.began() != 0 && since > MOMENT) {
				return ARRIVING;
			}
			if (connection.began() == 0 && connection.isAnswering()) {
				boolean unread = endPoint instanceof AbstractEndPoint raw && raw.getWriteFlusher().isPending();
				return unread ? (known ? UNREAD_BY_CALLER : UNREAD) : (known ? ANSWERING_CALLER : ANSWERING);
			}
			if (since > MOMENT) {
				return known ? IDLE_OF_CALLER : IDLE;
			}
			return known ? FRESH_OF_CALLER : (connection.memory().counted() > MUCH) ? LARGE : FRESH;
		}

	}

	/**
	 * A connection that could be cut.
	 *
	 * @param rank what it is about
	 * @param since for how long, in nanoseconds
	 */
	private record Candidate(CallerConnection connection, EndPoint endPoint, Rank rank, long since) {

		static final Comparator<Candidate> ORDER = Comparator.comparing(Candidate::rank)
			.thenComparing(Comparator.comparingLong(Candidate::since).reversed());

		static Candidate of(CallerConnection connection, EndPoint endPoint, long now) {
			long since = nanosOf(connection, endPoint, now);
			return new Candidate(connection, endPoint, Rank.of(connection, endPoint, since), since);
		}

		boolean isStill(long now) {
			return Rank.of(this.connection, this.endPoint, nanosOf(this.connection, this.endPoint, now))
				.compareTo(this.rank) <= 0;
		}

		private static long nanosOf(CallerConnection connection, EndPoint endPoint, long now) {
			long began = connection.began();
			if (began != 0) {
				return NanoTime.elapsed(began, now);
			}
			return (endPoint instanceof IdleTimeout timed) ? TimeUnit.MILLISECONDS.toNanos(timed.getIdleFor()) : 0;
		}

	}

	/**
	 * Refuses the newest connections beyond a number of them.
	 */
	private static final class Count implements SelectorManager.AcceptListener {

		private final int max;

		private final ConnectionCuts cuts;

		private final AtomicInteger open = new AtomicInteger();

		Count(int max, ConnectionCuts cuts) {
			this.max = max;
			this.cuts = cuts;
		}

		@Override
		public void onAccepting(SelectableChannel channel) {
			if (this.open.incrementAndGet() > this.max) {
				IO.close(channel);
				this.cuts.count(ConnectionCuts.Reason.MAX_CONNECTIONS);
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
