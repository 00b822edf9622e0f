package dev.honeyrelay.access.jwt;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Gets the documents of an issuer over HTTP. Wherever it is sent from there, it stays at
 * the origin that it was told to ask (RFC 6454).
 */
final class IssuerDocuments {

	private static final int CONNECT_MILLIS = 2000;

	private static final int READ_MILLIS = 3000;

	private static final int LONGEST = 512 * 1024;

	private static final int REDIRECTS = 3;

	/**
	 * Returns the document at {@code address}.
	 * @throws OtherOriginException if there is a redirect to another origin
	 * @throws IOException if it cannot be had
	 */
	String get(URI address) throws IOException {
		URI next = address;
		for (int redirects = 0; redirects <= REDIRECTS; redirects++) {
			if (!isSameOrigin(address, next)) {
				throw new OtherOriginException();
			}
			HttpURLConnection connection = open(next);
			try {
				int status = connection.getResponseCode();
				if (status == HttpURLConnection.HTTP_OK) {
					return content(connection);
				}
				next = next.resolve(redirect(status, connection));
			}
			finally {
				connection.disconnect();
			}
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

	private static HttpURLConnection open(URI address) throws IOException {
		HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
		connection.setInstanceFollowRedirects(false);
		connection.setConnectTimeout(CONNECT_MILLIS);
		connection.setReadTimeout(READ_MILLIS);
		return connection;
	}

	private static String content(HttpURLConnection connection) throws IOException {
		try (InputStream body = connection.getInputStream()) {
			byte[] content = body.readNBytes(LONGEST + 1);
			if (content.length > LONGEST) {
				throw new IOException("too long");
			}
			return new String(content, StandardCharsets.UTF_8);
		}
	}

	private static URI redirect(int status, HttpURLConnection connection) throws IOException {
		@Nullable String location = connection.getHeaderField("Location");
		if (status < 300 || status > 399 || location == null) {
			throw new IOException("status " + status);
		}
		return URI.create(location);
	}

	/**
	 * The issuer names an address that is neither its own nor its operator's choice.
	 */
	static final class OtherOriginException extends IOException {

		private static final long serialVersionUID = 1L;

	}

}
