package dev.honeyrelay.access.gateway;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.ProxyConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

import org.springframework.boot.jetty.JettyServerCustomizer;
import org.springframework.stereotype.Component;

/**
 * Lets balancers of some networks say whose connection they pass on, by the PROXY
 * protocol, version 1 or 2, ahead of TLS and HTTP. From anybody else it is no HTTP.
 */
@Component
final class ProxyProtocol implements JettyServerCustomizer {

	private final List<Network> trusted;

	ProxyProtocol(ProxyProtocolProperties properties) {
		this.trusted = properties.networks();
	}

	@Override
	public void customize(Server server) {
		if (this.trusted.isEmpty()) {
			return;
		}
		for (ServerConnector connector : server.getBeans(ServerConnector.class)) {
			ProxyConnectionFactory first = new Announced(this.trusted, connector.getDefaultProtocol());
			connector.addFirstConnectionFactory(first);
			connector.setDefaultProtocol(first.getProtocol());
		}
	}

	/**
	 * Looks for the protocol on connections of those who are trusted, and goes on without
	 * where it is not spoken, as by probes.
	 */
	private static final class Announced extends ProxyConnectionFactory {

		private final List<Network> trusted;

		private final String next;

		Announced(List<Network> trusted, String next) {
			super(next);
			this.trusted = trusted;
			this.next = next;
		}

		@Override
		public Connection newConnection(Connector connector, EndPoint endPoint) {
			boolean isTrusted = endPoint.getRemoteSocketAddress() instanceof InetSocketAddress peer
					&& this.trusted.stream().anyMatch((network) -> network.contains(peer.getAddress()));
			return isTrusted ? super.newConnection(connector, endPoint)
					: connector.getConnectionFactory(this.next).newConnection(connector, endPoint);
		}

		@Override
		protected void nextProtocol(Connector connector, EndPoint endPoint, ByteBuffer received) {
			upgradeToConnectionFactory(connector.getConnectionFactory(this.next), connector, endPoint);
		}

	}

}
