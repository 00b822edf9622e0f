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
import java.util.function.Predicate;

import javax.net.ssl.SSLException;

import dev.honeyrelay.outbound.ProxyRefusedException;
import dev.honeyrelay.response.Outage.Cause;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.proxy.ProxyConnectException;
import org.jspecify.annotations.Nullable;

/**
 * Says why there is no connection, of the exceptions that say so.
 */
final class ConnectionFailure {

	private ConnectionFailure() {
	}

	/**
	 * Returns why there is no connection, or {@code null} if {@code failure} is about
	 * something else.
	 */
	static @Nullable Cause causeOf(Throwable failure) {
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
	static boolean isTransient(Throwable failure, Cause cause) {
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

}
