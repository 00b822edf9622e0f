package dev.honeyrelay.access.gateway;

import java.net.InetAddress;
import java.net.InetSocketAddress;

import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Whoever is at the other end of the connection, whatever header fields and their
 * interpreters say; or else who is at the other end of a balancer's, where that may say
 * so ({@link ProxyProtocol}).
 */
public final class TcpPeer {

	private TcpPeer() {
	}

	/** Returns its address, or {@code null} if that is not known. */
	public static @Nullable InetAddress of(Request request) {
		// The endpoint itself: what lies above may go by X-Forwarded-For.
		return (request.getConnectionMetaData()
			.getConnection()
			.getEndPoint()
			.getRemoteSocketAddress() instanceof InetSocketAddress peer) ? peer.getAddress() : null;
	}

}
