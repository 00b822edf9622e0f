package dev.honeyrelay.fastpath;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

import dev.honeyrelay.server.CallersPortConnection;
import dev.honeyrelay.server.ConnectionLimits;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
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
 * A connection that remembers the heads of some requests and answers those from the
 * store. All others it leaves to the container, with every byte, and remembers the heads
 * of those that {@link CachedAnswerHandler} then answers.
 */
final class CachedAnswerConnection extends CallersPortConnection {

	private final CachedAnswers answers;

	private final HeadCache heads;

	private final ConnectionLimits limits;

	private final AtomicLong requests = new AtomicLong();

	private final AtomicLong bytesIn = new AtomicLong();

	private final AtomicLong bytesOut = new AtomicLong();

	private final Callback sent = new Sent();

	// Goes on where the last answer has ended.
	private final Callback next = Callback.from(InvocationType.NON_BLOCKING, this::onFillable,
			this::onFillInterestedFailed);

	// Where the container decides by the connection, too (with TLS, by the certificate
	// that the caller asked for), the same bytes need not be answered alike.
	private final boolean decidedByBytes;

	// What the container is about to read, if that is one head.
	private @Nullable RequestHeadDigest unknown;

	// The head of the request that the container has begun last, if it is known to be
	// that.
	private @Nullable RequestHeadDigest current;

	private volatile boolean answering;

	// Whether a request came with a credential of somebody known.
	private volatile boolean trusted;

	CachedAnswerConnection(HttpConfiguration configuration, Connector connector, EndPoint endPoint,
			CachedAnswers answers, HeadCache heads, ConnectionLimits limits, boolean originMatters) {
		super(configuration, connector, endPoint, limits, originMatters);
		this.answers = answers;
		this.heads = heads;
		this.limits = limits;
		this.decidedByBytes = configuration.getCustomizers().isEmpty();
	}

	@Override
	public void onFillable() {
		this.answering = true;
		try {
			// Once the end has begun, an answer says that it is its connection's last,
			// which only the container does.
			if (isReady() && !this.limits.isClosing() && isAnsweredAtOnce()) {
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
		return super.newHttpStream(method, uri, version);
	}

	/** Notes that a request came with a credential of somebody known. */
	void trust() {
		if (!this.trusted) {
			this.trusted = true;
		}
	}

	@Override
	protected boolean isTrusted() {
		return this.trusted;
	}

	/**
	 * Remembers that the head of {@code request}, which the container is handling now,
	 * says {@code parsed}.
	 */
	void learn(ParsedHead parsed, Request request) {
		HttpFields fields = request.getHeaders();
		if (this.current != null && parsed.isRepeatable() && isPersistent()
				&& request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1
				&& !fields.contains(HttpHeader.EXPECT) && !fields.contains(HttpHeader.UPGRADE)
				&& !fields.contains(HttpHeader.CONTENT_LENGTH) && !fields.contains(HttpHeader.TRANSFER_ENCODING)) {
			this.heads.remember(this.current, parsed);
		}
	}

	/** Returns whether an answer is on its way that the container does not know of. */
	boolean isAnsweringAhead() {
		return this.answering;
	}

	@Override
	public boolean isAnswering() {
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
		RequestHeadDigest head = RequestHeadDigest.of(bytes);
		ParsedHead asked = (head != null) ? this.heads.headOf(head) : null;
		CachedHttpResponse answer = (asked != null)
				? this.answers.answer(asked, HttpFields.build().add(getServer().getDateField())) : null;
		if (answer != null) {
			nothingArrives();
			trust();
			this.requests.incrementAndGet();
			answerBegins();
			new ResponseWriter(getEndPoint(), answer, received, this.bytesOut, this.sent).iterate();
			return true;
		}
		if (asked == null && head != null && RequestHeadDigest.isOneAndWhole(bytes)) {
			this.unknown = head;
		}
		onUpgradeTo(received.getByteBuffer());
		return false;
	}

	/**
	 * Goes on when an answer has left, or gives up when it cannot.
	 */
	private final class Sent implements Callback {

		@Override
		public void succeeded() {
			CachedAnswerConnection.this.answering = false;
			getEndPoint().fillInterested(CachedAnswerConnection.this.next);
		}

		@Override
		public void failed(Throwable cause) {
			CachedAnswerConnection.this.answering = false;
			getEndPoint().close(cause);
		}

	}

}
