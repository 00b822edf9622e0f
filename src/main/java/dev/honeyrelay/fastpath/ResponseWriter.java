package dev.honeyrelay.fastpath;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import dev.honeyrelay.api.form.Form;
import org.eclipse.jetty.http.HttpGenerator;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;

import org.springframework.util.Assert;

/**
 * Sends one answer over a connection that persists, with its head in the buffer that the
 * request has come in. Never blocks.
 */
final class ResponseWriter extends IteratingCallback {

	private final EndPoint endPoint;

	private final CachedHttpResponse answer;

	private final RetainableByteBuffer buffer;

	private final AtomicLong bytesOut;

	private final Callback sent;

	private boolean begun;

	/**
	 * Creates an answer that {@link #iterate} sends.
	 * @param buffer for its head; what is in it is no longer needed
	 * @param bytesOut counts what is sent
	 * @param sent is told when it has left, or why it cannot
	 */
	ResponseWriter(EndPoint endPoint, CachedHttpResponse answer, RetainableByteBuffer buffer, AtomicLong bytesOut,
			Callback sent) {
		this.endPoint = endPoint;
		this.answer = answer;
		this.buffer = buffer;
		this.bytesOut = bytesOut;
		this.sent = sent;
		buffer.retain();
	}

	@Override
	protected Action process() throws IOException {
		if (!this.begun) {
			begin();
		}
		ByteBuffer head = this.buffer.getByteBuffer();
		ByteBuffer body = this.answer.body();
		if (!head.hasRemaining() && !body.hasRemaining()) {
			return Action.SUCCEEDED;
		}
		ByteBuffer piece = nextPiece(body);
		this.bytesOut.addAndGet(head.remaining() + piece.remaining());
		this.endPoint.write(this, piece.hasRemaining() ? new ByteBuffer[] { head, piece } : new ByteBuffer[] { head });
		if (piece.hasRemaining() || head.hasRemaining()) {
			this.answer.transfer().linger(this.endPoint);
		}
		return Action.SCHEDULED;
	}

	@Override
	protected void onCompleteSuccess() {
		try {
			end();
		}
		finally {
			this.sent.succeeded();
		}
	}

	@Override
	protected void onCompleteFailure(Throwable cause) {
		try {
			end();
		}
		finally {
			this.sent.failed(cause);
		}
	}

	@Override
	public InvocationType getInvocationType() {
		return InvocationType.NON_BLOCKING;
	}

	/** Returns {@code body} in pieces that are written one after the other. */
	static List<ByteBuffer> pieces(ByteBuffer body) {
		List<ByteBuffer> pieces = new ArrayList<>();
		while (body.hasRemaining()) {
			pieces.add(nextPiece(body));
		}
		return pieces;
	}

	/** Takes the next piece off {@code body}, which is empty if there is none. */
	static ByteBuffer nextPiece(ByteBuffer body) {
		ByteBuffer piece = body.slice(body.position(), Math.min(Form.PIECE, body.remaining()));
		body.position(body.position() + piece.remaining());
		return piece;
	}

	private void begin() throws IOException {
		this.begun = true;
		ByteBuffer head = this.buffer.getByteBuffer();
		BufferUtil.clear(head);
		HttpGenerator generator = new HttpGenerator();
		generator.setPersistent(true);
		HttpGenerator.Result result = generator.generateResponse(
				new MetaData.Response(this.answer.status(), null, HttpVersion.HTTP_1_1, this.answer.fields(), -1),
				this.answer.headOnly(), head, null, this.answer.body(), true);
		Assert.state(result == HttpGenerator.Result.FLUSH, "the head of an answer is too long");
		if (this.answer.body().remaining() <= BufferUtil.space(head)) {
			// One buffer leaves sooner than two.
			BufferUtil.append(head, this.answer.body());
		}
	}

	private void end() {
		this.buffer.release();
		this.answer.sent().run();
	}

}
