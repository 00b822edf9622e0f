package dev.honeyrelay.upstream.wire;

import java.util.concurrent.TimeoutException;

import dev.honeyrelay.response.Outage;
import dev.honeyrelay.response.Outage.Cause;
import dev.honeyrelay.upstream.body.BodyBuffer.BudgetExceededException;

import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.web.reactive.function.client.WebClientRequestException;

/**
 * Says what an exception of the HTTP client means.
 */
final class TransportFailure {

	private TransportFailure() {
	}

	/** Returns the loss that {@code failure} stands for. */
	public static WireResponse.Lost of(RuntimeException failure) {
		if (failure.getCause() instanceof TimeoutException) {
			return new WireResponse.Lost(Outage.of(Outage.Kind.TIMEOUT), false);
		}
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof DataBufferLimitException) {
				return new WireResponse.Lost(Outage.of(Outage.Kind.TOO_LARGE), false);
			}
			if (cause instanceof BudgetExceededException) {
				return new WireResponse.Lost(Outage.of(Outage.Kind.OVERLOADED), false);
			}
			if (cause instanceof BrokenBody) {
				return new WireResponse.Lost(Outage.of(Outage.Kind.INVALID), true);
			}
			if (cause instanceof WebClientRequestException && cause.getCause() != null) {
				Cause reason = ConnectionFailure.causeOf(cause.getCause());
				if (reason != null) {
					return new WireResponse.Lost(Outage.unreachable(reason),
							ConnectionFailure.isTransient(cause.getCause(), reason));
				}
			}
		}
		return new WireResponse.Lost(Outage.of(Outage.Kind.INVALID), false);
	}

	/**
	 * A response that broke off after it had begun.
	 */
	static final class BrokenBody extends RuntimeException {

		private static final long serialVersionUID = 1L;

		BrokenBody(Throwable cause) {
			super(cause);
		}

	}

}
