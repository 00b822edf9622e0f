package dev.honeyrelay.server;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Makes the connections of a port, in place of the container's own.
 */
public final class CallerConnectionFactory extends HttpConnectionFactory {

	private final Constructor constructor;

	private CallerConnectionFactory(HttpConfiguration configuration, Constructor constructor) {
		super(configuration);
		this.constructor = constructor;
	}

	/**
	 * Makes all further connections of the server's ports by {@code constructor}. What
	 * was installed before makes none any more.
	 */
	public static void install(Server server, Constructor constructor) {
		for (ServerConnector connector : server.getBeans(ServerConnector.class)) {
			HttpConnectionFactory http = connector.getConnectionFactory(HttpConnectionFactory.class);
			connector.addConnectionFactory(new CallerConnectionFactory(http.getHttpConfiguration(), constructor));
		}
	}

	@Override
	public Connection newConnection(Connector connector, EndPoint endPoint) {
		CallerConnection connection = this.constructor.create(getHttpConfiguration(), connector, endPoint);
		connection.setTransferEncodingChunkMaxLength(getTransferEncodingChunkMaxLength());
		return configure(connection, connector, endPoint);
	}

	/**
	 * Creates one connection, which the factory then configures.
	 */
	@FunctionalInterface
	public interface Constructor {

		/** Creates the connection of {@code endPoint}. */
		CallerConnection create(HttpConfiguration configuration, Connector connector, EndPoint endPoint);

	}

}
