package dev.honeyrelay.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.NanoTime;
import org.eclipse.jetty.util.component.LifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.jetty.JettyServerCustomizer;
import org.springframework.stereotype.Component;

/**
 * Cuts connections whose callers take an answer more slowly than
 * {@code relay.callers.min-rate}. The container's idle timeout sees each byte as a sign
 * of life.
 */
@Component
final class SlowReaders implements JettyServerCustomizer {

	private static final Logger log = LoggerFactory.getLogger(SlowReaders.class);

	private static final long SECONDS_BETWEEN_ROUNDS = 1;

	private final CallerProperties properties;

	private final ConnectionCuts cuts;

	SlowReaders(CallerProperties properties, ConnectionCuts cuts) {
		this.properties = properties;
		this.cuts = cuts;
	}

	@Override
	public void customize(Server server) {
		long rate = this.properties.minRate().toBytes();
		if (rate == 0) {
			return;
		}
		for (ServerConnector connector : server.getBeans(ServerConnector.class)) {
			Rounds rounds = new Rounds(connector, rate, this.cuts);
			connector.addEventListener(new LifeCycle.Listener() {

				@Override
				public void lifeCycleStarted(LifeCycle started) {
					rounds.schedule();
				}

			});
		}
	}

	/**
	 * Looks from time to time at every connection that would take more if its peer did.
	 */
	private static final class Rounds implements Runnable {

		private final ServerConnector connector;

		private final long rate;

		private final ConnectionCuts cuts;

		private final Map<EndPoint, ReadingPace> paces = new ConcurrentHashMap<>();

		Rounds(ServerConnector connector, long rate, ConnectionCuts cuts) {
			this.connector = connector;
			this.rate = rate;
			this.cuts = cuts;
		}

		void schedule() {
			this.connector.getScheduler().schedule(this, SECONDS_BETWEEN_ROUNDS, TimeUnit.SECONDS);
		}

		@Override
		public void run() {
			try {
				look();
			}
			catch (RuntimeException ex) {
				log.atWarn().setCause(ex).log("slow readers not looked for");
			}
			if (this.connector.isRunning()) {
				schedule();
			}
		}

		private void look() {
			List<EndPoint> blocked = new ArrayList<>();
			for (EndPoint endPoint : this.connector.getConnectedEndPoints()) {
				if (endPoint instanceof AbstractEndPoint raw && raw.getWriteFlusher().isPending()) {
					blocked.add(endPoint);
				}
			}
			this.paces.keySet().retainAll(blocked);
			if (blocked.isEmpty()) {
				return;
			}
			Map<EndPoint, Long> queues = SendQueues.of(this.paces.keySet());
			for (EndPoint endPoint : blocked) {
				look(endPoint, queues.getOrDefault(endPoint, 0L));
			}
		}

		private void look(EndPoint endPoint, long queued) {
			Connection connection = ConnectionLimits.over(endPoint);
			long answer = 0;
			long sent = connection.getBytesOut();
			if (connection instanceof CallerConnection known) {
				answer = known.getMessagesIn();
				sent = known.bytesOutOfAnswer();
			}
			ReadingPace before = this.paces.get(endPoint);
			if (before == null || !before.isOf(answer)) {
				this.paces.put(endPoint, ReadingPace.atFirst(answer, this.rate));
				return;
			}
			ReadingPace now = before.goesOn(sent, queued, NanoTime.now());
			this.paces.put(endPoint, now);
			if (now.isTooSlow()) {
				this.paces.remove(endPoint);
				this.cuts.cut(endPoint, ConnectionCuts.Reason.MIN_RATE);
			}
		}

	}

}
