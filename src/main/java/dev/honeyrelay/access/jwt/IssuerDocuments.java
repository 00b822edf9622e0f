package dev.honeyrelay.access.jwt;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;

import dev.honeyrelay.outbound.DocumentClient;
import dev.honeyrelay.outbound.DocumentClient.Document;

/**
 * Gets the documents of an issuer over HTTP. Wherever it is sent from there, it stays at
 * the origin that it was told to ask (RFC 6454).
 */
final class IssuerDocuments {

	// Two of them, one after the other, take less time than those who wait for the keys
	// have patience.
	private static final Duration LONGEST = Duration.ofSeconds(4);

	private static final int MOST_BYTES = 512 * 1024;

	private static final int REDIRECTS = 3;

	private final DocumentClient client;

	IssuerDocuments(DocumentClient client) {
		this.client = client;
	}

	/**
	 * Returns the document at {@code address}.
	 * @throws OtherOriginException if there is a redirect to another origin
	 * @throws NoDocumentException if it is said that there is none
	 * @throws IOException if it cannot be had, or not in time
	 */
	String get(URI address) throws IOException {
		long end = System.nanoTime() + LONGEST.toNanos();
		URI next = address;
		for (int redirects = 0; redirects <= REDIRECTS; redirects++) {
			if (!isSameOrigin(address, next)) {
				throw new OtherOriginException();
			}
			Duration left = Duration.ofNanos(end - System.nanoTime());
			if (!left.isPositive()) {
				throw new InterruptedIOException("not in time");
			}
			Document document = this.client.get(next, left, MOST_BYTES);
			if (document.status() == 200) {
				return document.content();
			}
			next = next.resolve(redirect(document));
		}
		throw new IOException("too many redirects");
	}

	/** Returns whether both are addresses of HTTP at one origin. */
	static boolean isSameOrigin(URI one, URI other) {
		return isHttp(one) && one.getScheme().equalsIgnoreCase(other.getScheme()) && one.getHost() != null
				&& one.getHost().equalsIgnoreCase(other.getHost()) && port(one) == port(other);
	}

	private static boolean isHttp(URI address) {
		return "http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme());
	}

	private static int port(URI address) {
		if (address.getPort() >= 0) {
			return address.getPort();
		}
		return "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
	}

	private static URI redirect(Document document) throws IOException {
		String location = document.location();
		if (document.status() >= 400 && document.status() < 500) {
			throw new NoDocumentException();
		}
		if (document.status() < 300 || document.status() > 399 || location == null) {
			throw new IOException("status " + document.status());
		}
		return URI.create(location);
	}

	/**
	 * There is nothing at an address.
	 */
	static final class NoDocumentException extends IOException {

		private static final long serialVersionUID = 1L;

	}

	/**
	 * The issuer names an address that is neither its own nor its operator's choice.
	 */
	static final class OtherOriginException extends IOException {

		private static final long serialVersionUID = 1L;

	}

}
