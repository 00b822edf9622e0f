package dev.honeyrelay.server;

import java.nio.ByteBuffer;

import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the callers' port. It knows the {@code Origin} of what the container
 * refuses, without which a page of another origin could not read why.
 */
public abstract class CallersPortConnection extends CallerConnection {

	private final boolean originMatters;

	private @Nullable String origin;

	// From then on no request is read.
	private boolean refusing;

	/**
	 * Creates a connection.
	 * @param originMatters whether a request that is refused needs its {@code Origin}
	 */
	protected CallersPortConnection(HttpConfiguration configuration, Connector connector, EndPoint endPoint,
			ConnectionLimits limits, boolean originMatters) {
		super(configuration, connector, endPoint, limits);
		this.originMatters = originMatters;
	}

	/** Returns whether a request is known to have come from somebody known. */
	protected boolean isTrusted() {
		return false;
	}

	@Override
	protected HttpParser newHttpParser(HttpCompliance compliance) {
		HttpConfiguration configuration = getHttpConfiguration();
		HttpParser parser = new Parser((HttpParser.RequestHandler) super.newHttpParser(compliance).getHandler(),
				configuration.getRequestHeaderSize(), compliance);
		parser.setHeaderCacheSize(configuration.getHeaderCacheSize());
		parser.setHeaderCacheCaseSensitive(configuration.isHeaderCacheCaseSensitive());
		return parser;
	}

	/**
	 * Waits for no more once a request was refused. The container, which answers that on
	 * another thread, would take the end of what comes for a reason to hang up before.
	 */
	@Override
	public void fillInterested(Callback callback) {
		if (!this.refusing) {
			super.fillInterested(callback);
		}
	}

	/**
	 * Returns the {@code Origin} of the request that the container refuses, as far as
	 * that could be found, or {@code null}.
	 */
	public @Nullable String originOfRefused() {
		return this.origin;
	}

	/**
	 * The container's parser, which looks for the {@code Origin} of what it gives up on.
	 */
	private final class Parser extends HttpParser {

		private @Nullable ByteBuffer received;

		Parser(RequestHandler handler, int longest, HttpCompliance compliance) {
			super(handler, longest, compliance);
		}

		@Override
		public boolean parseNext(ByteBuffer buffer) {
			if (isStart()) {
				CallersPortConnection.this.origin = null;
			}
			this.received = buffer.duplicate();
			return super.parseNext(buffer);
		}

		@Override
		public HttpField newHttpField(HttpHeader header, String name, String value) {
			if (header == HttpHeader.ORIGIN) {
				CallersPortConnection.this.origin = value;
			}
			return super.newHttpField(header, name, value);
		}

		@Override
		protected void badMessage(HttpException failure) {
			CallersPortConnection.this.refusing = true;
			if (CallersPortConnection.this.originMatters && CallersPortConnection.this.origin == null
					&& this.received != null) {
				CallersPortConnection.this.origin = HeadRemainder.originIn(this.received, getEndPoint());
			}
			super.badMessage(failure);
		}

	}

}
