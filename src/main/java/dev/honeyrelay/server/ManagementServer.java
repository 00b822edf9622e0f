package dev.honeyrelay.server;

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
		if (server.getBeans(ServerConnector.class).stream().anyMatch(limits::isLimited)) {
			return; // one container for both ports
		}
		CallerConnectionFactory.install(server, (configuration, connector,
				endPoint) -> new CallerConnection(configuration, connector, endPoint, limits) {
				});
		limits.customize(server);
	}

}
