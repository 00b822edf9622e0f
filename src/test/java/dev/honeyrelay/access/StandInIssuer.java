package dev.honeyrelay.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * An issuer of tokens that publishes its key set, unless it is told to be down.
 */
final class StandInIssuer implements AutoCloseable {

	private final HttpServer server;

	private final AtomicInteger fetches = new AtomicInteger();

	private final AtomicInteger failures = new AtomicInteger();

	private volatile JWKSet keys;

	private volatile boolean down;

	StandInIssuer(JWK... keys) {
		publish(keys);
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.createContext("/.well-known/openid-configuration",
				(exchange) -> answer(exchange, "{\"issuer\":\"%1$s\",\"jwks_uri\":\"%1$s/keys\"}".formatted(url())));
		this.server.createContext("/keys", (exchange) -> {
			this.fetches.incrementAndGet();
			answer(exchange, this.keys.toString());
		});
		this.server.start();
	}

	String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	/** Publishes the public halves of {@code keys} from now on. */
	void publish(JWK... keys) {
		this.keys = new JWKSet(List.of(keys)).toPublicJWKSet();
	}

	/** Fails from now on, or no longer. */
	void fails(boolean down) {
		this.down = down;
	}

	/** Returns how often the key set was asked for. */
	int fetches() {
		return this.fetches.get();
	}

	/** Returns how often it has failed. */
	int failures() {
		return this.failures.get();
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

	private void answer(HttpExchange exchange, String text) throws IOException {
		if (this.down) {
			this.failures.incrementAndGet();
		}
		try (exchange) {
			byte[] body = text.getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.sendResponseHeaders(this.down ? 503 : 200, body.length);
			exchange.getResponseBody().write(body);
		}
	}

}
