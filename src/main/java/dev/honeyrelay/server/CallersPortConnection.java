package dev.honeyrelay.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

	// A head of 32 KB is refused before all of it was read.
	private static final int LONGEST = 64 * 1024;

	private static final int PIECE = 8 * 1024;

	private static final Pattern ORIGIN = Pattern.compile("\\n(?i:origin):[ \\t]*([!-~]{1,256})[ \\t]*\\r?\\n");

	private static final Pattern END = Pattern.compile("\\n\\r?\\n");

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

	// What is named in what was received or can be read at once of the head that the
	// parser has given up on. Reads nothing if that has the end of the head.
	private static @Nullable String originIn(ByteBuffer received, EndPoint endPoint) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(PIECE);
		append(received, bytes);
		try {
			ByteBuffer piece = ByteBuffer.allocate(PIECE).flip();
			while (bytes.size() < LONGEST && !isWhole(bytes) && endPoint.fill(piece) > 0) {
				append(piece, bytes);
				piece.clear().flip();
			}
		}
		catch (IOException ex) {
			// What came until then has to do.
		}
		String text = bytes.toString(StandardCharsets.ISO_8859_1);
		Matcher end = END.matcher(text);
		Matcher origin = ORIGIN.matcher(text).region(0, end.find() ? end.end() : text.length());
		return origin.find() ? origin.group(1) : null;
	}

	private static boolean isWhole(ByteArrayOutputStream bytes) {
		return END.matcher(bytes.toString(StandardCharsets.ISO_8859_1)).find();
	}

	private static void append(ByteBuffer piece, ByteArrayOutputStream bytes) {
		byte[] copy = new byte[piece.remaining()];
		piece.get(copy);
		bytes.writeBytes(copy);
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
				CallersPortConnection.this.origin = originIn(this.received, getEndPoint());
			}
			super.badMessage(failure);
		}

	}

}
