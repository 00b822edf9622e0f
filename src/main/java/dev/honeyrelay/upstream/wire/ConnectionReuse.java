package dev.honeyrelay.upstream.wire;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClientRequest;
import reactor.util.context.Context;

/**
 * What is to be known of one request on the wire: whether it went out on a connection
 * that had served another before.
 */
final class ConnectionReuse {

	private static final AttributeKey<Boolean> USED = AttributeKey.valueOf(ConnectionReuse.class, "used");

	private volatile boolean onUsedConnection;

	private volatile @Nullable Channel channel;

	/**
	 * Notes which connection {@code request} goes out on; the client calls this for each
	 * one.
	 */
	public static void begins(HttpClientRequest request, Connection connection) {
		Channel channel = connection.channel();
		boolean used = channel.attr(USED).getAndSet(true) != null;
		@Nullable ConnectionReuse attempt = request.currentContextView().getOrDefault(ConnectionReuse.class, null);
		if (attempt != null) {
			attempt.onUsedConnection = used;
			attempt.channel = channel;
		}
	}

	/** Returns {@code context} with this attempt in it. */
	Context in(Context context) {
		return context.put(ConnectionReuse.class, this);
	}

	/** Returns whether the request went out on a connection that had been used before. */
	boolean wasOnUsedConnection() {
		return this.onUsedConnection;
	}

	/** Keeps the connection from being used for another request. */
	void retireConnection() {
		Channel used = this.channel;
		if (used != null) {
			ProjectConnections.retire(used);
		}
	}

}
