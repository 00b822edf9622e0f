package dev.honeyrelay.web;

import org.eclipse.jetty.util.thread.QueuedThreadPool;

import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Gives the container few threads of its own, for none of them ever waits: one for each
 * processor reads requests and answers what the front door can, and the rest is
 * {@link ThreadPerRequest}.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
final class ServerThreads implements WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> {

	// One accepts connections, and some take up a connection again after a request that
	// has waited.
	private static final int BESIDE = 8;

	@Override
	public void customize(ConfigurableJettyWebServerFactory factory) {
		int processors = Runtime.getRuntime().availableProcessors();
		QueuedThreadPool threads = new QueuedThreadPool(processors + BESIDE, processors + 1);
		threads.setName("http");
		threads.setReservedThreads(0);
		factory.setThreadPool(threads);
		factory.setSelectors(processors);
	}

}
