package dev.honeyrelay.upstream;

import java.time.Duration;
import java.util.function.Supplier;

import dev.honeyrelay.response.Outage;
import dev.honeyrelay.upstream.UpstreamProperties.Retry;
import dev.honeyrelay.upstream.wire.Deadline;
import dev.honeyrelay.upstream.wire.WireResponse;
import dev.honeyrelay.upstream.wire.WireResponse.Lost;
import dev.honeyrelay.upstream.wire.WireResponse.Received;
import io.github.resilience4j.core.IntervalFunction;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request again where that is safe and may help, as long as the deadline allows.
 */
final class Retries {

	private static final double VARIATION = 0.5;

	private static final double GROWTH = 2;

	private final int maxAttempts;

	private final IntervalFunction backoff;

	Retries(Retry properties) {
		this.maxAttempts = properties.maxAttempts();
		this.backoff = IntervalFunction.ofExponentialRandomBackoff(properties.backoff(), GROWTH, VARIATION);
	}

	/**
	 * Returns the first reply of {@code attempt} that need not be retried, or the last
	 * one. Nothing is waited for that ends beyond the deadline.
	 */
	WireResponse send(Supplier<WireResponse> attempt, Deadline deadline) {
		WireResponse reply = attempt.get();
		for (int number = 1; number < this.maxAttempts && isWorthAnother(reply); number++) {
			Duration pause = pauseAfter(number, reply);
			if (pause.compareTo(deadline.remaining()) >= 0 || !sleep(pause)) {
				return reply;
			}
			WireResponse next = attempt.get();
			if (next instanceof Lost(Outage outage, boolean _) && !outage.wasAsked()) {
				// The relay itself did not ask again: what HoneyHive said still counts.
				return reply;
			}
			release(reply);
			reply = next;
		}
		return reply;
	}

	private static boolean isWorthAnother(WireResponse reply) {
		return switch (reply) {
			case Lost lost -> lost.transientFault();
			case Received received -> switch (received.status()) {
				case 408, 421, 425, 502, 503, 504 -> true;
				default -> false;
			};
		};
	}

	private Duration pauseAfter(int number, WireResponse failed) {
		Duration backoff = Duration.ofMillis(this.backoff.apply(number));
		Duration asked = asked(failed);
		return (asked != null && asked.compareTo(backoff) > 0) ? asked : backoff;
	}

	private static boolean sleep(Duration pause) {
		try {
			Thread.sleep(pause);
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private static @Nullable Duration asked(WireResponse reply) {
		return (reply instanceof Received received) ? RetryAfter.read(received.headers(), received.askedAt()) : null;
	}

	private static void release(WireResponse reply) {
		if (reply instanceof Received received) {
			received.body().lease().close();
		}
	}

}
