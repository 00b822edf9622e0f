package dev.honeyrelay.upstream;

import java.time.Duration;
import java.util.function.Supplier;

import dev.honeyrelay.upstream.Reply.Lost;
import dev.honeyrelay.upstream.Reply.Received;
import dev.honeyrelay.upstream.UpstreamProperties.Retry;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.core.functions.Either;
import io.github.resilience4j.retry.RetryConfig;
import org.jspecify.annotations.Nullable;

/**
 * Tries a request again where that is safe and may help, as long as the deadline allows.
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
	 * one.
	 */
	Reply send(Supplier<Reply> attempt, Deadline deadline) {
		RetryConfig config = RetryConfig.<Reply>custom()
			.maxAttempts(this.maxAttempts)
			.retryOnResult((reply) -> isWorthAnother(reply, deadline))
			.retryOnException((ex) -> false)
			.intervalBiFunction(this::pause)
			.consumeResultBeforeRetryAttempt((number, reply) -> release(reply))
			.build();
		return io.github.resilience4j.retry.Retry.of("honeyhive", config).executeSupplier(attempt);
	}

	private static boolean isWorthAnother(Reply reply, Deadline deadline) {
		Duration asked = asked(reply);
		return switch (reply) {
			case Lost lost -> lost.transientFault() && deadline.remaining().isPositive();
			case Received received -> switch (received.status()) {
				case 502, 503, 504 -> deadline.remaining().compareTo((asked != null) ? asked : Duration.ZERO) > 0;
				default -> false;
			};
		};
	}

	private long pause(Integer attempt, Either<Throwable, Reply> failed) {
		Duration asked = failed.isRight() ? asked(failed.get()) : null;
		long backoff = this.backoff.apply(attempt);
		return (asked != null) ? Math.max(backoff, asked.toMillis()) : backoff;
	}

	private static @Nullable Duration asked(Reply reply) {
		return (reply instanceof Received received) ? RetryAfter.read(received.headers(), received.askedAt()) : null;
	}

	private static void release(Reply reply) {
		if (reply instanceof Received received) {
			received.body().lease().close();
		}
	}

}
