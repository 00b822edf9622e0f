package dev.honeyrelay.outbound;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.resolver.AddressResolverGroup;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;

/**
 * Gets and sends single documents over HTTP, each over a connection of its own, within a
 * time and a size. Blocks the calling thread.
 */
public final class DocumentClient {

	static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

	private static final String USER_AGENT = "honeyhive-relay";

	private final Outbound outbound;

	private final WayOut own;

	private final AddressResolverGroup<InetSocketAddress> names;

	DocumentClient(Outbound outbound, WayOut own, AddressResolverGroup<InetSocketAddress> names) {
		this.outbound = outbound;
		this.own = own;
		this.names = names;
	}

	/**
	 * Has the operator told which way will be taken to {@code address}.
	 * @param what what is there, as the operator knows it
	 * @throws IllegalArgumentException if a setting on the way cannot be right, in one
	 * sentence without a secret
	 */
	public void expect(String what, URI address) {
		this.outbound.note(what, routeTo(address));
	}

	/**
	 * Returns what is at {@code address}, an absolute URL of HTTP; a redirect is not
	 * followed.
	 * @param limit longest time for all of it
	 * @param most longest content in bytes; that of anything but a 200 is not read
	 * @throws IOException if it cannot be had
	 */
	public Document get(URI address, Duration limit, int most) throws IOException {
		HttpClient client = clientOf(address).headers((headers) -> headers.set(HttpHeaderNames.USER_AGENT, USER_AGENT));
		return await(client.get().uri(address).response((response, content) -> read(response, content, most)).single(),
				limit);
	}

	/**
	 * Sends {@code content} to {@code address}, an absolute URL of HTTP, and returns the
	 * status of the answer, of which nothing else is read.
	 * @param fields the header fields to send
	 * @param limit longest time for all of it
	 * @throws IOException if there is no answer
	 */
	public int post(URI address, Map<String, List<String>> fields, byte[] content, Duration limit) throws IOException {
		HttpClient client = clientOf(address)
			.headers((headers) -> fields.forEach((name, values) -> headers.set(name, values)));
		return await(client.post()
			.uri(address)
			.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(content)))
			.response((response, _) -> Mono.just(response.status().code()))
			.single(), limit);
	}

	private HttpClient clientOf(URI address) {
		return routeTo(address).lead(HttpClient.create(ConnectionProvider.newConnection()), CONNECT_TIMEOUT, this.names)
			.followRedirect(false)
			.disableRetry(true);
	}

	private static <T> T await(Mono<T> answer, Duration limit) throws IOException {
		try {
			return answer.timeout(limit).blockOptional().orElseThrow();
		}
		catch (RuntimeException ex) {
			throw failure(Exceptions.unwrap(ex));
		}
	}

	private Route routeTo(URI address) {
		return this.outbound.to(address.getScheme() + "://" + address.getRawAuthority(), this.own);
	}

	private static Mono<Document> read(HttpClientResponse response, ByteBufFlux content, int most) {
		int status = response.status().code();
		String location = response.responseHeaders().get(HttpHeaderNames.LOCATION);
		if (status != 200) {
			return Mono.just(new Document(status, location, ""));
		}
		return content.collect(Unpooled::buffer, (all, piece) -> append(all, piece, most))
			.map((all) -> new Document(status, location, all.toString(StandardCharsets.UTF_8)));
	}

	private static void append(ByteBuf all, ByteBuf piece, int most) {
		if (all.readableBytes() + piece.readableBytes() > most) {
			throw new IllegalStateException("too long");
		}
		all.writeBytes(piece);
	}

	private static IOException failure(Throwable cause) {
		if (cause instanceof IOException known) {
			return known;
		}
		IOException failure = (cause.getCause() instanceof TimeoutException || cause instanceof TimeoutException)
				? new InterruptedIOException("not in time") : new IOException(cause.getMessage());
		failure.initCause(cause);
		return failure;
	}

	/**
	 * What came back.
	 *
	 * @param status the status code
	 * @param location the field Location, or {@code null} if there is none
	 * @param content the content of a 200 as UTF-8 text, otherwise empty
	 */
	public record Document(int status, @Nullable String location, String content) {
	}

}
