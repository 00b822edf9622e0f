package dev.honeyrelay.upstream;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import dev.honeyrelay.credentials.ApiKey;
import dev.honeyrelay.run.ByteBudget;
import dev.honeyrelay.run.ByteBudget.Lease;
import dev.honeyrelay.run.Outage;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Sends one request and waits for all of its response, in one blocking wait that has an
 * end.
 */
final class Transport {

	private final InstantSource time;

	private final ByteBudget inFlight;

	private final int maxResponseSize;

	private final Duration connectTimeout;

	Transport(InstantSource time, ByteBudget inFlight, int maxResponseSize, Duration connectTimeout) {
		this.time = time;
		this.inFlight = inFlight;
		this.maxResponseSize = maxResponseSize;
		this.connectTimeout = connectTimeout;
	}

	/**
	 * Returns what comes back for {@code request} over the connections of {@code client}
	 * before {@code deadline}. Never throws for it. Where HoneyHive had closed a
	 * connection that waited for its next use, which is nobody's failure, it is sent once
	 * more over one of {@code instead}.
	 */
	Reply get(Request request, WebClient client, WebClient instead, Deadline deadline) {
		Attempt attempt = new Attempt();
		Duration before = deadline.remaining();
		Reply reply = get(request, client, before, attempt);
		Duration after = deadline.remaining();
		// Whoever hangs up later than that had the question.
		boolean atOnce = before.minus(after).compareTo(this.connectTimeout) < 0;
		return (isReset(reply) && attempt.wasOnUsedConnection() && atOnce && after.isPositive())
				? get(request, instead, after, new Attempt()) : reply;
	}

	private static boolean isReset(Reply reply) {
		return reply instanceof Reply.Lost(Outage outage, boolean _) && outage.cause() == Outage.Cause.RESET;
	}

	private Reply get(Request request, WebClient client, Duration limit, Attempt attempt) {
		Instant askedAt = this.time.instant();
		Lease lease = this.inFlight.lease();
		try {
			Wire wire = client.get()
				.uri(request.uri())
				.headers((headers) -> address(headers, request.key(), request.validator()))
				.exchangeToMono((response) -> receive(response, lease))
				.contextWrite(attempt::in)
				.timeout(limit)
				.blockOptional()
				.orElseThrow();
			byte[] content = ContentDecoder.decode(wire.headers(), wire.coded(), this.maxResponseSize, lease);
			return new Reply.Received(wire.status(), wire.headers(), new Reply.Body(content, lease), askedAt);
		}
		catch (IOException ex) {
			lease.close();
			return new Reply.Lost(Outage.of(Outage.Kind.INVALID), false);
		}
		catch (RuntimeException ex) {
			lease.close();
			return TransportFailure.of(ex);
		}
	}

	private Mono<Wire> receive(ClientResponse response, Lease lease) {
		HttpHeaders headers = response.headers().asHttpHeaders();
		if (headers.getContentLength() > this.maxResponseSize) {
			// Cancelled at once: left alone, it would be read to its end first.
			return response.bodyToFlux(DataBuffer.class)
				.doOnNext(DataBufferUtils::release)
				.mergeWith(Mono.error(new DataBufferLimitException("longer than the limit")))
				.then(Mono.empty());
		}
		return DataBufferUtils
			.join(response.bodyToFlux(DataBuffer.class).doOnNext((piece) -> charge(lease, piece)), this.maxResponseSize)
			.map(Transport::bytes)
			.defaultIfEmpty(new byte[0])
			.onErrorMap(IOException.class, TransportFailure.BrokenBody::new)
			.map((body) -> new Wire(response.statusCode().value(), headers, body));
	}

	private static void address(HttpHeaders headers, ApiKey key, @Nullable String validator) {
		headers.setBearerAuth(key.value());
		headers.set(HttpHeaders.ACCEPT_ENCODING, "gzip");
		if (validator != null) {
			headers.set(HttpHeaders.IF_NONE_MATCH, validator);
		}
		// The trace of who asked goes on, if there is one; baggage and the like do not.
		W3CTraceContextPropagator.getInstance()
			.inject(Context.current(), headers, (_, name, value) -> headers.set(name, value));
	}

	private static void charge(Lease lease, DataBuffer piece) {
		try {
			BudgetExceededException.charge(lease, piece.readableByteCount());
		}
		catch (BudgetExceededException ex) {
			// Nobody after this sees the piece, and its memory is not the heap's.
			DataBufferUtils.release(piece);
			throw ex;
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

	/**
	 * What is asked.
	 *
	 * @param uri where
	 * @param key the key to ask with
	 * @param validator the entity tag of what is known already, or {@code null}
	 */
	record Request(URI uri, ApiKey key, @Nullable String validator) {
	}

	/**
	 * A response as it came over the wire.
	 */
	@SuppressWarnings("ArrayRecordComponent")
	private record Wire(int status, HttpHeaders headers, byte[] coded) {
	}

}
