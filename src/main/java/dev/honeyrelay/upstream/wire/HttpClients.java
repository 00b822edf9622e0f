package dev.honeyrelay.upstream.wire;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;

import dev.honeyrelay.outbound.Outbound;
import dev.honeyrelay.outbound.Route;
import dev.honeyrelay.upstream.UpstreamProperties;
import io.netty.channel.Channel;
import io.netty.resolver.AddressResolverGroup;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Makes HTTP clients for HoneyHive that differ in nothing but the connections they use.
 */
final class HttpClients implements AutoCloseable {

	private final WebClient.Builder builder;

	private final String origin;

	private final Duration connectTimeout;

	private final Route route;

	private final AddressResolverGroup<InetSocketAddress> names;

	HttpClients(WebClient.Builder builder, UpstreamProperties properties, Route route) {
		this.builder = builder.clone()
			.defaultHeader(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON_VALUE)
			.defaultHeader(HttpHeaders.USER_AGENT, "honeyhive-relay");
		this.origin = properties.baseUrl().origin();
		this.connectTimeout = properties.connectTimeout();
		this.route = route;
		// A name that has moved is followed within the lifetime of a connection, and one
		// more for the name itself, however long it may be kept.
		this.names = Outbound.names(longer(properties.connectionLifetime(), Duration.ofSeconds(1)),
				properties.connectTimeout());
	}

	/**
	 * Returns a client that takes its connections from {@code connections} and calls
	 * {@code made} for each new one. What is trusted is that of this moment.
	 */
	WebClient over(ConnectionProvider connections, Consumer<Channel> made) {
		HttpClient client = HttpClient.create(connections)
			.protocol(HttpProtocol.HTTP11)
			.baseUrl(this.origin)
			.compress(false)
			.followRedirect(false)
			// How often a request is sent is decided in one place, and counted there.
			.disableRetry(true)
			.doOnRequest(ConnectionReuse::begins)
			.doOnChannelInit((observer, channel, address) -> {
				HttpCodec.install(channel);
				made.accept(channel);
			});
		return this.builder.clone()
			.clientConnector(new ReactorClientHttpConnector(this.route.lead(client, this.connectTimeout, this.names)))
			.build();
	}

	private static Duration longer(Duration one, Duration other) {
		return (one.compareTo(other) > 0) ? one : other;
	}

	@Override
	public void close() {
		this.names.close();
	}

}
