package dev.honeyrelay.upstream.wire;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

import dev.honeyrelay.credentials.ApiKey;
import dev.honeyrelay.memory.ByteBudget.Lease;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.upstream.OutcomeReader;
import dev.honeyrelay.upstream.body.BodyBuffer;
import dev.honeyrelay.upstream.body.BodyBuffer.BudgetExceededException;
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
public final class Transport {

	private static final int OK = 200;

	/** So many bytes are read on behalf of the connection alone. */
	private static final int MOST_DISCARDED = 64 * 1024;

	private static final Duration LONGEST_DISCARDING = Duration.ofMillis(500);

	private final InstantSource time;

	private final int maxResponseSize;

	private final Duration connectTimeout;

	public Transport(InstantSource time, int maxResponseSize, Duration connectTimeout) {
		this.time = time;
		this.maxResponseSize = maxResponseSize;
		this.connectTimeout = connectTimeout;
	}

	/**
	 * Returns what comes back for {@code request} over the connections of {@code client}
	 * before {@code deadline}. Never throws for it. Where HoneyHive had closed a
	 * connection that waited for its next use, which is nobody's failure, it is sent once
	 * more over one of {@code instead}.
	 */
	public WireResponse get(Request request, WebClient client, WebClient instead, Deadline deadline) {
		Connections.Reuse attempt = new Connections.Reuse();
		Duration before = deadline.remaining();
		WireResponse reply = get(request, client, before, attempt);
		Duration after = deadline.remaining();
		// A server that closes the connection later than that had received the request.
		boolean atOnce = before.minus(after).compareTo(this.connectTimeout) < 0;
		return (isReset(reply) && attempt.wasOnUsedConnection() && atOnce && after.isPositive())
				? get(request, instead, after, new Connections.Reuse()) : reply;
	}

	private static boolean isReset(WireResponse reply) {
		return reply instanceof WireResponse.Lost(Outage outage, boolean _) && outage.cause() == Outage.Cause.RESET;
	}

	private WireResponse get(Request request, WebClient client, Duration limit, Connections.Reuse attempt) {
		Deadline deadline = Deadline.in(limit);
		// What others wait for is not asked for in vain.
		Lease lease = request.memory().lease(limit);
		if (lease == null) {
			return new WireResponse.Lost(Outage.of(Outage.Kind.OVERLOADED), false);
		}
		WireResponse reply = ownFault(get(request, client, deadline, attempt, lease), lease);
		while (isOutOfBytes(reply)) {
			// It waits without holding any, so that those who hold some can end.
			Duration left = deadline.remaining();
			Lease larger = left.isPositive() ? request.memory().larger(lease, left) : null;
			if (larger == null) {
				return reply;
			}
			lease = larger;
			reply = ownFault(get(request, client, deadline, attempt, lease), lease);
		}
		return reply;
	}

	// HoneyHive was left too little time, which tells nothing about it.
	private static WireResponse ownFault(WireResponse reply, Lease lease) {
		boolean late = reply instanceof WireResponse.Lost lost && lost.outage().kind() == Outage.Kind.TIMEOUT;
		return (late && lease.hasWaited()) ? new WireResponse.Lost(Outage.of(Outage.Kind.OVERLOADED), false) : reply;
	}

	private static boolean isOutOfBytes(WireResponse reply) {
		return reply instanceof WireResponse.Lost(Outage outage, boolean _) && outage.kind() == Outage.Kind.OVERLOADED;
	}

	private WireResponse get(Request request, WebClient client, Deadline deadline, Connections.Reuse attempt,
			Lease lease) {
		Instant askedAt = this.time.instant();
		AtomicReference<@Nullable Head> head = new AtomicReference<>();
		try {
			Wire wire = client.get()
				.uri(request.uri())
				.headers((headers) -> address(headers, request.key(), request.validator()))
				.exchangeToMono((response) -> {
					if (!isTellable(response, request.validator())) {
						attempt.retireConnection();
					}
					return receive(response, lease, head);
				})
				.contextWrite(attempt::in)
				.timeout(deadline.remaining())
				.blockOptional()
				.orElseThrow();
			HttpHeaders headers = wire.head().headers();
			reserveDecoded(wire, lease, deadline);
			byte[] content = wire.head().isWhole() ? wire.coded()
					: ContentDecoder.decode(headers, wire.coded(), this.maxResponseSize, lease, deadline);
			request.memory().arrived(lease);
			return new WireResponse.Received(wire.head().status(), headers, new WireResponse.Body(content, lease),
					askedAt);
		}
		catch (InterruptedIOException ex) {
			return lost(head.get(), new WireResponse.Lost(Outage.of(Outage.Kind.TIMEOUT), false), lease, askedAt);
		}
		catch (IOException ex) {
			return lost(head.get(), new WireResponse.Lost(Outage.of(Outage.Kind.INVALID), false), lease, askedAt);
		}
		catch (RuntimeException ex) {
			return lost(head.get(), TransportFailure.of(ex), lease, askedAt);
		}
	}

	// Said twice, it would be taken for the answer to what is asked next over the same
	// connection. An answer names its run, or else has a connection of its own; and what
	// is said of HoneyHive, the project or its key is true of the next request, too.
	private static boolean isTellable(ClientResponse response, @Nullable String validator) {
		String tag = response.headers().asHttpHeaders().getETag();
		return switch (response.statusCode().value()) {
			case 200, 401, 408, 421, 425, 429 -> true;
			case 304 -> validator != null && tag != null;
			default -> response.statusCode().is5xxServerError();
		};
	}

	// A status that was read is not thrown away because the content could not be.
	private static WireResponse lost(@Nullable Head head, WireResponse.Lost lost, Lease lease, Instant askedAt) {
		lease.close();
		if (head == null) {
			return lost;
		}
		if (head.isWhole()) {
			return new WireResponse.Received(head.status(), head.headers(), new WireResponse.Body(new byte[0], lease),
					askedAt);
		}
		return switch (lost.outage().kind()) {
			// A refusal whose words cannot be read is not known to be HoneyHive's, and
			// remains one: it is not asked for again.
			case INVALID, TOO_LARGE -> (head.status() == OK) ? told(lost, head)
					: new WireResponse.Lost(Outage.of(Outage.Kind.FAILED, head.status()), false);
			case TIMEOUT -> told(lost, head);
			case UNREACHABLE, FAILED, KEY_REFUSED, RATE_LIMITED, SUSPENDED, OVERLOADED -> lost;
		};
	}

	private static WireResponse told(WireResponse.Lost lost, Head head) {
		return new WireResponse.Lost(lost.outage().with(head.status()), lost.transientFault());
	}

	private Mono<Wire> receive(ClientResponse response, Lease lease, AtomicReference<@Nullable Head> seen) {
		Head head = new Head(response.statusCode().value(), response.headers().asHttpHeaders());
		seen.set(head);
		if (head.isWhole()) {
			return discard(response).thenReturn(new Wire(head, new byte[0]));
		}
		long length = head.headers().getContentLength();
		if (length > this.maxResponseSize) {
			return refuse(response, new DataBufferLimitException("longer than the limit"));
		}
		// Set aside before the first byte, or answers could stop each other half way.
		if (!lease.reserve(length)) {
			return refuse(response, new BudgetExceededException());
		}
		return response.bodyToFlux(DataBuffer.class)
			.collect(() -> new BodyBuffer(this.maxResponseSize, length, lease), BodyBuffer::append)
			.onErrorMap(IOException.class, TransportFailure.BrokenBody::new)
			.map((body) -> new Wire(head, body.toBytes()));
	}

	// Cancelled at once: left alone, the body would be read to its end first.
	private static Mono<Wire> refuse(ClientResponse response, RuntimeException reason) {
		return response.bodyToFlux(DataBuffer.class)
			.doOnNext(DataBufferUtils::release)
			.mergeWith(Mono.error(reason))
			.then(Mono.empty());
	}

	// What gzip says at its end of its own length is no more than a good guess.
	private void reserveDecoded(Wire wire, Lease lease, Deadline deadline) {
		byte[] coded = wire.coded();
		if (coded.length < 4 || !wire.head().headers().containsHeader(HttpHeaders.CONTENT_ENCODING)) {
			return;
		}
		int said = GzipDecoder.lengthSaidBy(coded);
		if (said <= 0 || said > this.maxResponseSize) {
			return;
		}
		try {
			if (!lease.reserve((long) coded.length + said, deadline.remaining())) {
				throw new BudgetExceededException();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new BudgetExceededException();
		}
	}

	/**
	 * Reads on to the end of a response of which the status says all, so that its
	 * connection can be kept. It is not worth it where the end is far away.
	 */
	private static Mono<Void> discard(ClientResponse response) {
		return response.bodyToFlux(DataBuffer.class)
			.map(Transport::lengthOf)
			.scan(Integer::sum)
			.takeUntil((length) -> length > MOST_DISCARDED)
			.take(LONGEST_DISCARDING)
			.onErrorComplete()
			.then();
	}

	private static int lengthOf(DataBuffer piece) {
		int length = piece.readableByteCount();
		DataBufferUtils.release(piece);
		return length;
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

	/**
	 * What is known of a response once its header has been read.
	 *
	 * @param status its status code
	 * @param headers its header fields
	 */
	private record Head(int status, HttpHeaders headers) {

		/** Returns whether there is nothing in the content that anybody needs. */
		boolean isWhole() {
			return !OutcomeReader.needsContent(this.status);
		}

	}

	/**
	 * What is asked.
	 *
	 * @param uri where
	 * @param key the key to ask with
	 * @param validator the entity tag of what is known already, or {@code null}
	 * @param memory what the reply takes its memory from
	 */
	public record Request(URI uri, ApiKey key, @Nullable String validator, TripMemory memory) {
	}

	/**
	 * A response as it came over the wire.
	 */
	@SuppressWarnings("ArrayRecordComponent")
	private record Wire(Head head, byte[] coded) {
	}

}
