package dev.honeyrelay.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;

import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.io.EndPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the kernel keeps for a peer that does not read.
 */
class SendQueuesTests {

	// The relay listens on both versions of IP with one socket.
	@ParameterizedTest
	@EnumSource(value = StandardProtocolFamily.class, mode = Mode.EXCLUDE, names = "UNIX")
	void whatAPeerHasNotTakenIsKnown(StandardProtocolFamily family) throws IOException {
		try (ServerSocketChannel server = ServerSocketChannel.open(family).bind(null);
				SocketChannel caller = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(),
						((InetSocketAddress) server.getLocalAddress()).getPort()));
				SocketChannel accepted = server.accept()) {
			accepted.configureBlocking(false);
			long sent = 0;
			ByteBuffer piece = ByteBuffer.allocate(64 * 1024);
			for (int written = accepted.write(piece); written > 0; written = accepted.write(piece.clear())) {
				sent += written;
			}
			EndPoint endPoint = new EndPointOf(accepted.getLocalAddress(), accepted.getRemoteAddress());

			Long queued = SendQueues.of(List.of(endPoint)).get(endPoint);

			assertThat(queued).isPositive().isLessThanOrEqualTo(sent);
			assertThat(caller.isConnected()).isTrue();
		}
	}

	@Test
	void nothingIsKnownOfWhatIsNoConnection() {
		assertThat(SendQueues.of(List.of(new ByteArrayEndPoint()))).isEmpty();
	}

	/**
	 * An end point with these addresses.
	 */
	private static final class EndPointOf extends ByteArrayEndPoint {

		private final SocketAddress local;

		private final SocketAddress remote;

		EndPointOf(SocketAddress local, SocketAddress remote) {
			this.local = local;
			this.remote = remote;
		}

		@Override
		public SocketAddress getLocalSocketAddress() {
			return this.local;
		}

		@Override
		public SocketAddress getRemoteSocketAddress() {
			return this.remote;
		}

	}

}
