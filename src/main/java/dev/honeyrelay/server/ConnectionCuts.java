package dev.honeyrelay.server;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Locale;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.eclipse.jetty.io.EndPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Breaks off connections on which an answer cannot go on, and counts them.
 */
@Component
public final class ConnectionCuts {

	private static final Logger log = LoggerFactory.getLogger(ConnectionCuts.class);

	private final Counter slow;

	private final Counter unaffordable;

	ConnectionCuts(MeterRegistry meters) {
		this.slow = counter(Reason.MIN_RATE, meters);
		this.unaffordable = counter(Reason.MEMORY, meters);
	}

	/** Breaks {@code endPoint} off: what has not arrived yet never will. */
	public void cut(EndPoint endPoint, Reason reason) {
		if (!endPoint.isOpen()) {
			return;
		}
		switch (reason) {
			case MIN_RATE -> this.slow.increment();
			case MEMORY -> this.unaffordable.increment();
		}
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
			.description("Connections that were cut while an answer was being sent")
			.tag("reason", reason.label())
			.register(meters);
	}

	/**
	 * Why an answer cannot go on.
	 */
	public enum Reason {

		/** The caller takes less than {@code relay.callers.min-rate}. */
		MIN_RATE,

		/** There is no memory left to wait for the caller. */
		MEMORY;

		String label() {
			return name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

	}

}
