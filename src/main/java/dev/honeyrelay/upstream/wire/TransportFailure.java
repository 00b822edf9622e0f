package dev.honeyrelay.upstream.wire;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

import javax.net.ssl.SSLException;

import dev.honeyrelay.outbound.ProxyRefusedException;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.response.Outage.Cause;
import dev.honeyrelay.upstream.body.BodyBuffer.BudgetExceededException;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.proxy.ProxyConnectException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.web.reactive.function.client.WebClientRequestException;

/**
 * Says what an exception of the HTTP client means.
 */
final class TransportFailure {

	private TransportFailure() {
	}

	/** Returns the loss that {@code failure} stands for. */
	static WireResponse.Lost of(RuntimeException failure) {
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
				Cause reason = causeOf(cause.getCause());
				if (reason != null) {
					return new WireResponse.Lost(Outage.unreachable(reason), isTransient(cause.getCause(), reason));
				}
			}
		}
		return new WireResponse.Lost(Outage.of(Outage.Kind.INVALID), false);
	}

	/**
	 * Returns why there is no connection, or {@code null} if {@code failure} is about
	 * something else.
	 */
	private static @Nullable Cause causeOf(Throwable failure) {
		List<Throwable> chain = chainOf(failure);
		if (has(chain, ProxyConnectException.class::isInstance)) {
			return Cause.PROXY;
		}
		if (has(chain, SSLException.class::isInstance)) {
			return ofHandshake(chain);
		}
		if (has(chain, UnknownHostException.class::isInstance)) {
			return Cause.DNS;
		}
		if (has(chain, ConnectTimeoutException.class::isInstance)) {
			return Cause.CONNECT_TIMEOUT;
		}
		if (has(chain, (it) -> it instanceof ConnectException || it instanceof NoRouteToHostException
				|| it instanceof PortUnreachableException)) {
			return Cause.REFUSED;
		}
		return has(chain, IOException.class::isInstance) ? Cause.RESET : null;
	}

	/**
	 * Returns whether {@code failure}, whose cause is {@code cause}, may be over a moment
	 * later.
	 */
	private static boolean isTransient(Throwable failure, Cause cause) {
		List<Throwable> chain = chainOf(failure);
		Cause reason = has(chain, SSLException.class::isInstance) ? ofHandshake(chain) : cause;
		return !reason.isAboutCertificate()
				&& !has(chain, (it) -> it instanceof ProxyRefusedException refused && !refused.isTransient());
	}

	private static Cause ofHandshake(List<Throwable> chain) {
		// What is wrong with the dates comes as a reason why no path was found.
		if (has(chain,
				(it) -> it instanceof CertificateExpiredException || it instanceof CertificateNotYetValidException)) {
			return Cause.TLS_EXPIRED;
		}
		if (has(chain, (it) -> it instanceof CertPathBuilderException || it instanceof CertPathValidatorException)) {
			return Cause.TLS_UNTRUSTED;
		}
		if (has(chain, CertificateException.class::isInstance)) {
			return Cause.TLS_NAME;
		}
		boolean ended = has(chain, (it) -> it instanceof ClosedChannelException
				|| (it instanceof IOException && !(it instanceof SSLException)));
		return ended ? Cause.RESET : Cause.TLS_PROTOCOL;
	}

	private static boolean has(List<Throwable> chain, Predicate<Throwable> kind) {
		return chain.stream().anyMatch(kind);
	}

	private static List<Throwable> chainOf(Throwable failure) {
		List<Throwable> chain = new ArrayList<>();
		for (Throwable next = failure; next != null && !chain.contains(next); next = next.getCause()) {
			chain.add(next);
		}
		return chain;
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
