package dev.honeyrelay.fastpath;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.honeyrelay.access.CorsHeaders;
import dev.honeyrelay.server.CallerConnectionFactory;
import dev.honeyrelay.server.ConnectionLimits;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

import org.springframework.boot.jetty.JettyServerCustomizer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Makes the connections of the callers' port {@link CachedAnswerConnection}s, and at a
 * shutdown waits for the answers that the container does not know of.
 */
@Component
@ConditionalOnFastPath
@Order(Ordered.LOWEST_PRECEDENCE)
final class CachedAnswerConnections implements JettyServerCustomizer, SmartLifecycle {

	private static final long MOMENT = TimeUnit.MILLISECONDS.toNanos(20);

	private final CachedAnswers answers;

	private final HeadCache heads;

	private final ConnectionLimits limits;

	private final CorsHeaders origins;

	private final List<ServerConnector> connectors = new CopyOnWriteArrayList<>();

	private volatile boolean running;

	CachedAnswerConnections(CachedAnswers answers, HeadCache heads, ConnectionLimits limits, CorsHeaders origins) {
		this.answers = answers;
		this.heads = heads;
		this.limits = limits;
		this.origins = origins;
	}

	@Override
	public void customize(Server server) {
		CallerConnectionFactory.install(server,
				(configuration, connector, endPoint) -> new CachedAnswerConnection(configuration, connector, endPoint,
						this.answers, this.heads, this.limits, this.origins.isEnabled()));
		this.connectors.addAll(server.getBeans(ServerConnector.class));
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	/**
	 * Waits, as the container does, for what is under way. Nothing more is answered since
	 * {@link ConnectionLimits#isClosing}.
	 */
	@Override
	public void stop(Runnable stopped) {
		this.running = false;
		Thread.ofVirtual().name("shutdown").start(() -> {
			while (this.connectors.stream().anyMatch(CachedAnswerConnections::isAnswering)) {
				LockSupport.parkNanos(this, MOMENT);
			}
			stopped.run();
		});
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/** Stops while the container waits for what it is answering itself. */
	@Override
	public int getPhase() {
		return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE;
	}

	private static boolean isAnswering(ServerConnector connector) {
		return connector.getConnectedEndPoints()
			.stream()
			.anyMatch((endPoint) -> ConnectionLimits.over(endPoint) instanceof CachedAnswerConnection connection
					&& connection.isAnsweringAhead());
	}

}
