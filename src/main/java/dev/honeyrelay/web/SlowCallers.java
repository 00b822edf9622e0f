package dev.honeyrelay.web;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.NanoTime;
import org.eclipse.jetty.util.component.LifeCycle;

import org.springframework.boot.jetty.JettyServerCustomizer;
import org.springframework.stereotype.Component;

/**
 * Cuts connections whose callers drip a request's header. The container's idle timeout
 * sees each byte as a sign of life. Other slow callers are given the same time until the
 * end.
 */
@Component
final class SlowCallers implements JettyServerCustomizer {

	private final CallerProperties properties;

	SlowCallers(CallerProperties properties) {
		this.properties = properties;
	}

	@Override
	public void customize(Server server) {
		for (ServerConnector connector : server.getBeans(ServerConnector.class)) {
			Rounds rounds = new Rounds(connector, this.properties.headerTimeout());
			connector.addEventListener(new LifeCycle.Listener() {

				@Override
				public void lifeCycleStarted(LifeCycle started) {
					// A shutdown waits for whoever is being answered, and would cut those
					// who take nothing for a second.
					connector.setShutdownIdleTimeout(connector.getIdleTimeout());
					rounds.schedule();
				}

			});
		}
	}

	/**
	 * Looks at every connection of a connector from time to time.
	 */
	private static final class Rounds implements Runnable {

		private static final int PER_TIMEOUT = 5;

		private final ServerConnector connector;

		private final Duration timeout;

		private final Map<EndPoint, Progress> seen = new ConcurrentHashMap<>();

		Rounds(ServerConnector connector, Duration timeout) {
			this.connector = connector;
			this.timeout = timeout;
		}

		void schedule() {
			this.connector.getScheduler()
				.schedule(this, this.timeout.dividedBy(PER_TIMEOUT).toMillis(), TimeUnit.MILLISECONDS);
		}

		@Override
		public void run() {
			this.seen.keySet().removeIf((endPoint) -> !endPoint.isOpen());
			this.connector.getConnectedEndPoints().forEach(this::look);
			if (this.connector.isRunning()) {
				schedule();
			}
		}

		private void look(EndPoint endPoint) {
			Progress now = new Progress(FrontConnections.over(endPoint).getMessagesIn(),
					endPoint.getConnection().getBytesIn(), NanoTime.now());
			Progress before = this.seen.putIfAbsent(endPoint, now);
			if (before == null || !before.isWithin(now)) {
				this.seen.put(endPoint, now);
			}
			else if (before.since(now).compareTo(this.timeout) > 0) {
				endPoint.close();
			}
		}

	}

	/**
	 * What had come in over a connection at one moment.
	 */
	private record Progress(long messages, long bytes, long nanoTime) {

		/**
		 * Returns whether all that came since is a part of one and the same request's
		 * header.
		 */
		boolean isWithin(Progress later) {
			return this.messages == later.messages && this.bytes < later.bytes;
		}

		Duration since(Progress later) {
			return Duration.ofNanos(NanoTime.elapsed(this.nanoTime, later.nanoTime));
		}

	}

}
