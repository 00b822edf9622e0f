package dev.honeyrelay.server;

import org.eclipse.jetty.util.thread.QueuedThreadPool;

import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Gives the container few threads of its own, since none of them ever waits: one for two
 * processors reads requests and answers what the fast path can; all else goes to
 * {@link ThreadPerRequest}.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
final class ServerThreads implements WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> {

	// One accepts connections, and others do what the container has to do beside.
	private static final int BESIDE = 8;

	@Override
	public void customize(ConfigurableJettyWebServerFactory factory) {
		int processors = Runtime.getRuntime().availableProcessors();
		factory.setThreadPool(new Threads(processors));
		factory.setSelectors(Math.max(1, processors / 2));
	}

	/**
	 * The container's own threads.
	 */
	private static final class Threads extends QueuedThreadPool {

		Threads(int processors) {
			super(processors + BESIDE, processors + 1);
			setName("http");
			setReservedThreads(0);
		}

		// After a request that has waited, its connection goes on on a virtual thread:
		// waking one of these threads would cost more.
		@Override
		public void execute(Runnable job) {
			if (Thread.currentThread().isVirtual() && isRunning()) {
				Thread.ofVirtual().name("connection").start(job);
			}
			else {
				super.execute(job);
			}
		}

	}

}
