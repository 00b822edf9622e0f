package dev.honeyrelay.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpGenerator;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;

/**
 * A connection that knows the heads of some requests by heart and answers those from the
 * store. All others it leaves to the container, with every byte, and learns from what
 * comes of them.
 */
final class FrontConnection extends HttpConnection {

	private final Hits hits;

	private final KnownHeads heads;

	private final AtomicLong requests = new AtomicLong();

	private final AtomicLong bytesIn = new AtomicLong();

	private final AtomicLong bytesOut = new AtomicLong();

	private final HttpGenerator generator = new HttpGenerator();

	private final Callback next = new NextRequest();

	// What the container is reading, if that may be learnt.
	private @Nullable Head unknown;

	private volatile boolean answering;

	FrontConnection(HttpConfiguration configuration, Connector connector, EndPoint endPoint, Hits hits,
			KnownHeads heads) {
		super(configuration, connector, endPoint);
		this.hits = hits;
		this.heads = heads;
	}

	@Override
	public void onFillable() {
		this.answering = true;
		boolean between = getParser().isStart() && isRequestBufferEmpty() && !getConnector().isShutdown();
		if (!between || !isAnsweredAtOnce()) {
			this.answering = false;
			super.onFillable();
			this.unknown = null;
		}
	}

	/** Learns that the head of {@code request} says {@code reading}. */
	void heard(Reading reading, Request request) {
		HttpFields fields = request.getHeaders();
		if (this.unknown != null && reading.isRepeatable() && isPersistent()
				&& request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1
				&& !fields.contains(HttpHeader.EXPECT) && !fields.contains(HttpHeader.UPGRADE)
				&& !fields.contains(HttpHeader.CONTENT_LENGTH) && !fields.contains(HttpHeader.TRANSFER_ENCODING)) {
			this.heads.remember(this.unknown, reading);
		}
	}

	/** Returns whether an answer is on its way that the container does not know of. */
	boolean isAnswering() {
		return this.answering;
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

	private boolean isAnsweredAtOnce() {
		RetainableByteBuffer received = getConnector().getByteBufferPool()
			.acquire(getInputBufferSize(), isUseInputDirectByteBuffers());
		try {
			int length = getEndPoint().fill(received.getByteBuffer());
			return length > 0 && isAnsweredAtOnce(received.getByteBuffer(), length);
		}
		catch (IOException ex) {
			return false; // the container meets it, too
		}
		finally {
			received.release();
		}
	}

	private boolean isAnsweredAtOnce(ByteBuffer received, int length) {
		this.bytesIn.addAndGet(length);
		byte[] bytes = new byte[length];
		received.get(received.position(), bytes);
		Head head = Head.of(bytes);
		Reading asked = (head != null) ? this.heads.readingOf(head) : null;
		HttpFields.Mutable fields = HttpFields.build().add(getServer().getDateField());
		Hit hit = (asked != null) ? this.hits.answer(asked, fields) : null;
		if (asked != null && hit != null) {
			this.requests.incrementAndGet();
			new Sending(hit, fields, asked.head()).iterate();
			return true;
		}
		if (asked == null && head != null && Head.isOneAndWhole(bytes)) {
			this.unknown = head;
		}
		onUpgradeTo(received);
		return false;
	}

	/**
	 * Goes on where the last answer has ended.
	 */
	private final class NextRequest implements Callback {

		@Override
		public void succeeded() {
			onFillable();
		}

		@Override
		public void failed(Throwable cause) {
			onFillInterestedFailed(cause);
		}

		@Override
		public InvocationType getInvocationType() {
			return InvocationType.NON_BLOCKING;
		}

	}

	/**
	 * Sends one answer.
	 */
	private final class Sending extends IteratingCallback {

		private final Hit hit;

		private final MetaData.Response response;

		private final boolean headOnly;

		private @Nullable RetainableByteBuffer head;

		Sending(Hit hit, HttpFields fields, boolean headOnly) {
			this.hit = hit;
			this.response = new MetaData.Response(hit.status(), null, HttpVersion.HTTP_1_1, fields, -1);
			this.headOnly = headOnly;
		}

		@Override
		protected Action process() throws IOException {
			ByteBuffer head = (this.head != null) ? this.head.getByteBuffer() : writeHead();
			ByteBuffer body = this.hit.body();
			ByteBuffer piece = body.slice(body.position(), Math.min(Answers.PIECE, body.remaining()));
			body.position(body.position() + piece.remaining());
			if (!head.hasRemaining() && !piece.hasRemaining()) {
				return Action.SUCCEEDED;
			}
			FrontConnection.this.bytesOut.addAndGet(head.remaining() + piece.remaining());
			getEndPoint().write(this, head, piece);
			return Action.SCHEDULED;
		}

		@Override
		protected void onCompleteSuccess() {
			end();
			fillInterested(FrontConnection.this.next);
		}

		@Override
		protected void onCompleteFailure(Throwable cause) {
			end();
			getEndPoint().close(cause);
		}

		@Override
		public InvocationType getInvocationType() {
			return InvocationType.NON_BLOCKING;
		}

		private ByteBuffer writeHead() throws IOException {
			RetainableByteBuffer buffer = getConnector().getByteBufferPool()
				.acquire(getHttpConfiguration().getResponseHeaderSize(), isUseOutputDirectByteBuffers());
			this.head = buffer;
			ByteBuffer head = buffer.getByteBuffer();
			HttpGenerator generator = FrontConnection.this.generator;
			generator.setPersistent(true);
			generator.generateResponse(this.response, this.headOnly, head, null, this.hit.body(), true);
			generator.reset();
			return head;
		}

		private void end() {
			if (this.head != null) {
				this.head.release();
			}
			FrontConnection.this.answering = false;
			this.hit.sent().run();
		}

	}

}
