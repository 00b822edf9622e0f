package dev.honeyrelay.server;

import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;

/**
 * Limits the connections to the management port, whose container has a context of its
 * own: whoever reaches it must not be able to end the process either. It is no component,
 * for that context takes it in by its name in {@code META-INF}.
 */
final class ManagementServer {

	private ManagementServer() {
	}

	@Bean
	static WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> managementConnectionLimits(
			ConnectionLimits limits) {
		return (factory) -> factory.addServerCustomizers((server) -> limit(server, limits));
	}

	private static void limit(Server server, ConnectionLimits limits) {
		for (ServerConnector connector : server.getBeans(ServerConnector.class)) {
			HttpConnectionFactory http = connector.getConnectionFactory(HttpConnectionFactory.class);
			if (limits.isLimited(connector)) {
				return; // one container for both ports
			}
			connector.addConnectionFactory(new ManagementConnection.Factory(http.getHttpConfiguration(), limits));
		}
		limits.customize(server);
	}

}
