package dev.honeyrelay.server;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

import org.springframework.boot.jetty.JettyServerCustomizer;

/**
 * Gives the callers' port its connections, and each request a thread of its own.
 */
public final class CallersPort implements JettyServerCustomizer {

	private final ConnectionLimits limits;

	private final boolean originMatters;

	/**
	 * Creates the port.
	 * @param originMatters whether a request that is refused needs its {@code Origin}
	 */
	public CallersPort(ConnectionLimits limits, boolean originMatters) {
		this.limits = limits;
		this.originMatters = originMatters;
	}

	@Override
	public void customize(Server server) {
		for (ServerConnector connector : server.getBeans(ServerConnector.class)) {
			HttpConnectionFactory http = connector.getConnectionFactory(HttpConnectionFactory.class);
			connector.addConnectionFactory(new Factory(http.getHttpConfiguration()));
		}
		ThreadPerRequest threads = new ThreadPerRequest(this.limits);
		threads.setHandler(server.getHandler());
		server.setHandler(threads);
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
			CallersPortConnection connection = new OrdinaryConnection(getHttpConfiguration(), connector, endPoint,
					CallersPort.this.limits, CallersPort.this.originMatters);
			connection.setTransferEncodingChunkMaxLength(getTransferEncodingChunkMaxLength());
			return configure(connection, connector, endPoint);
		}

	}

	/**
	 * A connection that leaves everything to the container.
	 */
	private static final class OrdinaryConnection extends CallersPortConnection {

		OrdinaryConnection(HttpConfiguration configuration, Connector connector, EndPoint endPoint,
				ConnectionLimits limits, boolean originMatters) {
			super(configuration, connector, endPoint, limits, originMatters);
		}

	}

}
