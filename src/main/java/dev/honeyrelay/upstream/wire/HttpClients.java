package dev.honeyrelay.upstream.wire;

import java.time.Duration;
import java.util.function.Consumer;

import javax.net.ssl.SSLException;

import dev.honeyrelay.upstream.UpstreamProperties;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import io.netty.resolver.AddressResolverGroup;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.HttpResources;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.transport.NameResolverProvider;

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

	private final AddressResolverGroup<?> names;

	private final @Nullable SslContext tls;

	HttpClients(WebClient.Builder builder, UpstreamProperties properties) {
		this.builder = builder.clone()
			.defaultHeader(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON_VALUE)
			.defaultHeader(HttpHeaders.USER_AGENT, "honeyhive-relay");
		this.origin = properties.baseUrl().origin();
		this.connectTimeout = properties.connectTimeout();
		this.names = NameResolverProvider.builder()
			// A name that has moved is followed within the lifetime of a connection, and
			// one more for the name itself, however long it may be kept.
			.cacheMaxTimeToLive(longer(properties.connectionLifetime(), Duration.ofSeconds(1)))
			.queryTimeout(properties.connectTimeout())
			.hostsFileEntriesResolver(new HostsFile())
			.build()
			.newNameResolverGroup(HttpResources.get(), false);
		this.tls = properties.baseUrl().isSecure() ? tls() : null;
	}

	/**
	 * Returns a client that takes its connections from {@code connections} and calls
	 * {@code made} for each new one.
	 */
	WebClient over(ConnectionProvider connections, Consumer<Channel> made) {
		HttpClient client = HttpClient.create(connections)
			.protocol(HttpProtocol.HTTP11)
			.baseUrl(this.origin)
			.compress(false)
			.followRedirect(false)
			// How often a request is sent is decided in one place, and counted there.
			.disableRetry(true)
			.resolver(this.names)
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(this.connectTimeout.toMillis()))
			.doOnRequest(ConnectionReuse::begins)
			.doOnChannelInit((observer, channel, address) -> {
				HttpCodec.install(channel);
				made.accept(channel);
			});
		SslContext context = this.tls;
		if (context != null) {
			client = client.secure((spec) -> spec.sslContext(context).handshakeTimeout(this.connectTimeout));
		}
		return this.builder.clone().clientConnector(new ReactorClientHttpConnector(client)).build();
	}

	private static Duration longer(Duration one, Duration other) {
		return (one.compareTo(other) > 0) ? one : other;
	}

	private static SslContext tls() {
		try {
			return Http11SslContextSpec.forClient().sslContext();
		}
		catch (SSLException ex) {
			throw new IllegalStateException("TLS is not available", ex);
		}
	}

	@Override
	public void close() {
		this.names.close();
	}

}
