package dev.honeyrelay.web;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

import org.springframework.boot.jetty.JettyServerCustomizer;
import org.springframework.stereotype.Component;

/**
 * Has callers' connections answered by {@link FrontConnection}.
 */
@Component
final class FrontConnections implements JettyServerCustomizer {

	private final Hits hits;

	private final KnownHeads heads;

	FrontConnections(Hits hits, KnownHeads heads) {
		this.hits = hits;
		this.heads = heads;
	}

	@Override
	public void customize(Server server) {
		for (ServerConnector connector : server.getBeans(ServerConnector.class)) {
			HttpConnectionFactory http = connector.getConnectionFactory(HttpConnectionFactory.class);
			connector.addConnectionFactory(new Factory(http.getHttpConfiguration()));
		}
	}

	/**
	 * Makes the connections.
	 */
	private final class Factory extends HttpConnectionFactory {

		Factory(HttpConfiguration configuration) {
			super(configuration);
		}

		@Override
		public Connection newConnection(Connector connector, EndPoint endPoint) {
			return configure(new FrontConnection(getHttpConfiguration(), connector, endPoint,
					FrontConnections.this.hits, FrontConnections.this.heads), connector, endPoint);
		}

	}

}
