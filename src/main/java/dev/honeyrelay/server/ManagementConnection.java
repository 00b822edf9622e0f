package dev.honeyrelay.server;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;

/**
 * A connection to the management port.
 */
final class ManagementConnection extends CallerConnection {

	private ManagementConnection(HttpConfiguration configuration, Connector connector, EndPoint endPoint,
			ConnectionLimits limits) {
		super(configuration, connector, endPoint, limits);
	}

	/**
	 * Makes such connections.
	 */
	static final class Factory extends HttpConnectionFactory {

		private final ConnectionLimits limits;

		Factory(HttpConfiguration configuration, ConnectionLimits limits) {
			super(configuration);
			this.limits = limits;
		}

		@Override
		public Connection newConnection(Connector connector, EndPoint endPoint) {
			ManagementConnection connection = new ManagementConnection(getHttpConfiguration(), connector, endPoint,
					this.limits);
			connection.setTransferEncodingChunkMaxLength(getTransferEncodingChunkMaxLength());
			return configure(connection, connector, endPoint);
		}

	}

}
