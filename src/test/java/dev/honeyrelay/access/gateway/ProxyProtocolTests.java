package dev.honeyrelay.access.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whose word is taken for where a connection comes from.
 */
@Timeout(30)
class ProxyProtocolTests {

	private static final String TOLD = "PROXY TCP4 192.0.2.7 192.0.2.8 4711 80\r\n";

	@Test
	void aTrustedBalancerTellsTheAddress() throws Exception {
		assertThat(answer("127.0.0.0/16", TOLD)).endsWith("192.0.2.7");
	}

	@Test
	void whoIsTrustedNeedNotSpeakIt() throws Exception {
		assertThat(answer("127.0.0.0/16", "")).endsWith("127.0.0.1");
	}

	@ParameterizedTest
	@CsvSource({ "10.1.2.0/24", "''" })
	void fromAnybodyElseItIsNoHttp(String networks) throws Exception {
		assertThat(answer(networks, "")).startsWith("HTTP/1.1 200 ").endsWith("127.0.0.1");
		assertThat(answer(networks, TOLD)).startsWith("HTTP/1.1 400 ");
	}

	@Test
	void withoutTrustedNetworksNothingChanges() {
		Server server = new Server();
		ServerConnector connector = new ServerConnector(server);
		server.addConnector(connector);
		int factories = connector.getConnectionFactories().size();

		new ProxyProtocol(new ProxyProtocolProperties(List.of())).customize(server);
		assertThat(connector.getConnectionFactories()).hasSize(factories);
		new ProxyProtocol(new ProxyProtocolProperties(List.of("127.0.0.1"))).customize(server);
		assertThat(connector.getConnectionFactories()).hasSize(factories + 1);
	}

	private static String answer(String networks, String before) throws Exception {
		Server server = new Server();
		ServerConnector connector = new ServerConnector(server);
		connector.setHost("127.0.0.1");
		server.addConnector(connector);
		server.setHandler(new PeerHandler());
		new ProxyProtocol(new ProxyProtocolProperties(networks.isEmpty() ? List.of() : List.of(networks)))
			.customize(server);
		server.start();
		try {
			return exchange(connector.getLocalPort(),
					before + "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
		}
		finally {
			server.stop();
		}
	}

	private static String exchange(int port, String sent) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			socket.getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
		}
	}

	/** Tells who is at the other end. */
	private static final class PeerHandler extends Handler.Abstract {

		@Override
		public boolean handle(Request request, Response response, Callback callback) {
			response.setStatus(HttpStatus.OK_200);
			Content.Sink.write(response, true, TcpPeer.of(request).getHostAddress(), callback);
			return true;
		}

	}

}
