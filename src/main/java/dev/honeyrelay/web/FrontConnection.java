package dev.honeyrelay.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.jspecify.annotations.Nullable;

/**
 * A connection that knows the heads of some requests by heart and answers those from the
 * store. All others it leaves to the container, with every byte, and learns from what
 * comes of them.
 */
final class FrontConnection extends CallerConnection {

	private final Hits hits;

	private final KnownHeads heads;

	private final AtomicLong requests = new AtomicLong();

	private final AtomicLong bytesIn = new AtomicLong();

	private final AtomicLong bytesOut = new AtomicLong();

	private final Callback sent = new Sent();

	// Goes on where the last answer has ended.
	private final Callback next = Callback.from(InvocationType.NON_BLOCKING, this::onFillable,
			this::onFillInterestedFailed);

	private final BooleanSupplier open;

	// Where the container decides by the connection, too (with TLS, by the certificate
	// that the caller asked for), the same bytes need not be answered alike.
	private final boolean decidedByBytes;

	// What the container is about to read, if that is one head.
	private @Nullable Head unknown;

	// The head of the request that the container has begun last, if it is known to be
	// that.
	private @Nullable Head current;

	private volatile boolean answering;

	// What had been sent before the last answer.
	private volatile long sentBefore;

	private final boolean originMatters;

	private @Nullable String origin;

	// From then on no request is read.
	private boolean refusing;

	/**
	 * Creates a connection.
	 * @param originMatters whether a request that is refused needs its {@code Origin}
	 */
	FrontConnection(HttpConfiguration configuration, Connector connector, EndPoint endPoint, Hits hits,
			KnownHeads heads, ConnectionLimits limits, BooleanSupplier open, boolean originMatters) {
		super(configuration, connector, endPoint, limits);
		this.originMatters = originMatters;
		this.hits = hits;
		this.heads = heads;
		this.open = open;
		this.decidedByBytes = configuration.getCustomizers().isEmpty();
	}

	@Override
	public void onFillable() {
		this.answering = true;
		try {
			if (isReady() && this.open.getAsBoolean() && isAnsweredAtOnce()) {
				return;
			}
		}
		catch (RuntimeException | Error ex) {
			this.answering = false;
			getEndPoint().close(ex);
			throw ex;
		}
		this.answering = false;
		super.onFillable();
	}

	// With the next request that the container meets begins the head that it was given.
	@Override
	protected HttpStreamOverHTTP1 newHttpStream(String method, String uri, HttpVersion version) {
		this.current = this.unknown;
		this.unknown = null;
		this.sentBefore = getBytesOut();
		return super.newHttpStream(method, uri, version);
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
	@Nullable String originOfRefused() {
		return this.origin;
	}

	/**
	 * Learns that the head of {@code request}, which the container is handing out now,
	 * says {@code reading}.
	 */
	void heard(Reading reading, Request request) {
		HttpFields fields = request.getHeaders();
		if (this.current != null && reading.isRepeatable() && isPersistent()
				&& request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1
				&& !fields.contains(HttpHeader.EXPECT) && !fields.contains(HttpHeader.UPGRADE)
				&& !fields.contains(HttpHeader.CONTENT_LENGTH) && !fields.contains(HttpHeader.TRANSFER_ENCODING)) {
			this.heads.remember(this.current, reading);
		}
	}

	/** Returns whether an answer is on its way that the container does not know of. */
	boolean isAnsweringAhead() {
		return this.answering;
	}

	/** Returns how many bytes of the last answer have been handed on to be sent. */
	long bytesOutOfAnswer() {
		return getBytesOut() - this.sentBefore;
	}

	@Override
	boolean isAnswering() {
		return this.answering || super.isAnswering();
	}

	@Override
	public long getMessagesIn() {
		return super.getMessagesIn() + this.requests.get();
	}

	@Override
	public long getMessagesOut() {
		return super.getMessagesOut() + this.requests.get();
	}

	@Override
	public long getBytesIn() {
		return super.getBytesIn() + this.bytesIn.get();
	}

	@Override
	public long getBytesOut() {
		return super.getBytesOut() + this.bytesOut.get();
	}

	// The container's own log of requests would miss what it knows nothing of.
	private boolean isReady() {
		return this.decidedByBytes && isBetweenRequests() && isRequestBufferEmpty()
				&& getServer().getRequestLog() == null;
	}

	private boolean isAnsweredAtOnce() {
		RetainableByteBuffer received = getConnector().getByteBufferPool()
			.acquire(getInputBufferSize(), isUseInputDirectByteBuffers());
		try {
			int length = getEndPoint().fill(received.getByteBuffer());
			return length > 0 && isAnsweredAtOnce(received, length);
		}
		catch (IOException ex) {
			return false; // the container meets it, too
		}
		finally {
			received.release();
		}
	}

	private boolean isAnsweredAtOnce(RetainableByteBuffer received, int length) {
		this.bytesIn.addAndGet(length);
		byte[] bytes = new byte[length];
		received.getByteBuffer().get(received.getByteBuffer().position(), bytes);
		Head head = Head.of(bytes);
		Reading asked = (head != null) ? this.heads.readingOf(head) : null;
		Hit hit = (asked != null) ? this.hits.answer(asked, HttpFields.build().add(getServer().getDateField())) : null;
		if (hit != null) {
			nothingArrives();
			this.requests.incrementAndGet();
			this.sentBefore = getBytesOut();
			new Sending(getEndPoint(), hit, received, this.bytesOut, this.sent).iterate();
			return true;
		}
		if (asked == null && head != null && Head.isOneAndWhole(bytes)) {
			this.unknown = head;
		}
		onUpgradeTo(received.getByteBuffer());
		return false;
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
				FrontConnection.this.origin = null;
			}
			this.received = buffer.duplicate();
			return super.parseNext(buffer);
		}

		@Override
		public HttpField newHttpField(HttpHeader header, String name, String value) {
			if (header == HttpHeader.ORIGIN) {
				FrontConnection.this.origin = value;
			}
			return super.newHttpField(header, name, value);
		}

		@Override
		protected void badMessage(HttpException failure) {
			FrontConnection.this.refusing = true;
			if (FrontConnection.this.originMatters && FrontConnection.this.origin == null && this.received != null) {
				FrontConnection.this.origin = HeadRemainder.originIn(this.received, getEndPoint());
			}
			super.badMessage(failure);
		}

	}

	/**
	 * Goes on when an answer has left, or gives up when it cannot.
	 */
	private final class Sent implements Callback {

		@Override
		public void succeeded() {
			FrontConnection.this.answering = false;
			getEndPoint().fillInterested(FrontConnection.this.next);
		}

		@Override
		public void failed(Throwable cause) {
			FrontConnection.this.answering = false;
			getEndPoint().close(cause);
		}

	}

}
