package dev.honeyrelay.upstream;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeoutException;

import dev.honeyrelay.credentials.ApiKey;
import dev.honeyrelay.run.Outage;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;

/**
 * Sends one request and waits for all of its response, in one blocking wait that has an
 * end.
 */
final class Transport {

	private final WebClient client;

	private final InstantSource time;

	private final int maxResponseSize;

	Transport(WebClient client, InstantSource time, int maxResponseSize) {
		this.client = client;
		this.time = time;
		this.maxResponseSize = maxResponseSize;
	}

	/**
	 * Returns what comes back for {@code uri} within {@code limit}. Never throws for it.
	 */
	Reply get(URI uri, ApiKey key, @Nullable String validator, Duration limit) {
		Instant askedAt = this.time.instant();
		Mono<Wire> reply = this.client.get()
			.uri(uri)
			.headers((headers) -> address(headers, key, validator))
			.exchangeToMono(this::receive);
		try {
			Wire wire = reply.timeout(limit).blockOptional().orElseThrow();
			byte[] content = ContentDecoder.decode(wire.headers(), wire.coded(), this.maxResponseSize);
			return new Reply.Received(wire.status(), wire.headers(), new Reply.Body(content), askedAt);
		}
		catch (IOException ex) {
			return new Reply.Lost(Outage.of(Outage.Kind.INVALID));
		}
		catch (RuntimeException ex) {
			return new Reply.Lost(outageOf(ex));
		}
	}

	private Mono<Wire> receive(ClientResponse response) {
		HttpHeaders headers = response.headers().asHttpHeaders();
		if (headers.getContentLength() > this.maxResponseSize) {
			return Mono.error(new DataBufferLimitException("longer than the limit"));
		}
		return DataBufferUtils.join(response.bodyToFlux(DataBuffer.class), this.maxResponseSize)
			.map(Transport::bytes)
			.defaultIfEmpty(new byte[0])
			.onErrorMap(IOException.class, BrokenBody::new)
			.map((body) -> new Wire(response.statusCode().value(), headers, body));
	}

	private static void address(HttpHeaders headers, ApiKey key, @Nullable String validator) {
		headers.setBearerAuth(key.value());
		headers.set(HttpHeaders.ACCEPT_ENCODING, "gzip");
		if (validator != null) {
			headers.set(HttpHeaders.IF_NONE_MATCH, validator);
		}
	}

	private static byte[] bytes(DataBuffer buffer) {
		try {
			byte[] bytes = new byte[buffer.readableByteCount()];
			buffer.read(bytes);
			return bytes;
		}
		finally {
			DataBufferUtils.release(buffer);
		}
	}

	private static Outage outageOf(RuntimeException failure) {
		Throwable cause = (failure.getCause() != null) ? failure.getCause() : failure;
		if (cause instanceof TimeoutException) {
			return Outage.of(Outage.Kind.TIMEOUT);
		}
		if (cause instanceof DataBufferLimitException || failure instanceof DataBufferLimitException) {
			return Outage.of(Outage.Kind.TOO_LARGE);
		}
		boolean unanswered = failure instanceof WebClientRequestException && cause instanceof IOException;
		return Outage.of(unanswered ? Outage.Kind.UNREACHABLE : Outage.Kind.INVALID);
	}

	/**
	 * A response as it came over the wire.
	 */
	@SuppressWarnings("ArrayRecordComponent")
	private record Wire(int status, HttpHeaders headers, byte[] coded) {
	}

	/**
	 * A response that broke off or went wrong after it had begun.
	 */
	private static final class BrokenBody extends RuntimeException {

		private static final long serialVersionUID = 1L;

		BrokenBody(Throwable cause) {
			super(cause);
		}

	}

}
