package dev.honeyrelay.server;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.NanoTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Breaks off connections that take too much or too long, and counts them. Where room was
 * made for others, a line a minute tells of it.
 */
@Component
public final class ConnectionCuts {

	private static final Logger log = LoggerFactory.getLogger(ConnectionCuts.class);

	private static final long NANOS_BETWEEN_LINES = TimeUnit.MINUTES.toNanos(1);

	private final Map<Reason, Counter> counters = new EnumMap<>(Reason.class);

	private final AtomicLong nextLine = new AtomicLong(NanoTime.now());

	private final LongAdder untold = new LongAdder();

	ConnectionCuts(MeterRegistry meters) {
		for (Reason reason : Reason.values()) {
			this.counters.put(reason, counter(reason, meters));
		}
	}

	/** Notes that a connection ends or is refused for {@code reason}. */
	void count(Reason reason) {
		Objects.requireNonNull(this.counters.get(reason)).increment();
		if (!reason.isShortage()) {
			return;
		}
		this.untold.increment();
		long now = NanoTime.now();
		long next = this.nextLine.get();
		if (!NanoTime.isBefore(now, next) && this.nextLine.compareAndSet(next, now + NANOS_BETWEEN_LINES)) {
			log.atWarn()
				.addKeyValue("reason", reason.label())
				.addKeyValue("connections", this.untold.sumThenReset())
				.log("no room for all connections");
		}
	}

	/** Breaks {@code endPoint} off: what has not arrived yet never will. */
	public void cut(EndPoint endPoint, Reason reason) {
		if (!endPoint.isOpen()) {
			return;
		}
		count(reason);
		log.atDebug()
			.addKeyValue("reason", reason.label())
			.addKeyValue("peer", endPoint.getRemoteSocketAddress())
			.log("connection cut");
		// Over TLS there is another one below.
		EndPoint raw = (endPoint instanceof EndPoint.Wrapper wrapper) ? wrapper.unwrap() : endPoint;
		dropUnsent(raw);
		raw.close();
	}

	// Otherwise the kernel would keep megabytes for a peer that does not take them.
	private static void dropUnsent(EndPoint endPoint) {
		if (endPoint.getTransport() instanceof SocketChannel channel) {
			try {
				channel.setOption(StandardSocketOptions.SO_LINGER, 0);
			}
			catch (IOException ex) {
				// It is closed already.
			}
		}
	}

	private static Counter counter(Reason reason, MeterRegistry meters) {
		return Counter.builder("relay.connections.cut")
			.description("Connections that were cut, or refused, because they take too much or too long")
			.tag("reason", reason.label())
			.register(meters);
	}

	/**
	 * Why a connection does not go on.
	 */
	public enum Reason {

		/** The caller takes less than {@code relay.callers.min-rate}. */
		MIN_RATE(false),

		/** There is no memory left to wait for the caller, who was being answered. */
		MEMORY(false),

		/** A request takes longer than {@code relay.callers.header-timeout} to arrive. */
		HEADER_TIMEOUT(false),

		/** All connections together keep too much, and this one had to make room. */
		CONNECTION_MEMORY(true),

		/** There are {@code relay.callers.max-connections} already. */
		MAX_CONNECTIONS(true);

		private final boolean shortage;

		Reason(boolean shortage) {
			this.shortage = shortage;
		}

		/** Returns whether the relay has too many connections for its heap or limits. */
		boolean isShortage() {
			return this.shortage;
		}

		String label() {
			return name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

	}

}
