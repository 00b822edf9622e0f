package dev.honeyrelay.api.prefer;

import java.io.IOException;
import java.util.concurrent.CancellationException;

import dev.honeyrelay.waiting.Presence;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Whether the caller of one request still holds its connection. The container does not
 * read while a request is answered, and so does not see a caller go. Nor does anything
 * happen on the connection meanwhile, which must not count as idle.
 */
final class CallerPresence implements Presence {

	private final Request request;

	private final long longest;

	/**
	 * Creates the presence of the caller of {@code request}.
	 * @param longest how many milliseconds it may wait
	 */
	CallerPresence(Request request, long longest) {
		this.request = request;
		this.longest = longest;
	}

	@Override
	public Watch watch(Runnable gone) {
		if (this.request.getConnectionMetaData().getConnection() instanceof HttpConnection connection
				&& connection.getEndPoint() instanceof AbstractEndPoint endPoint) {
			long idleTimeout = endPoint.getIdleTimeout();
			if (idleTimeout > 0) {
				endPoint.setIdleTimeout(idleTimeout + this.longest);
			}
			Reading reading = new Reading(connection, endPoint, gone);
			// What comes after a body that nobody has read is not known to be a request.
			HttpFields fields = this.request.getHeaders();
			if (!fields.contains(HttpHeader.CONTENT_LENGTH) && !fields.contains(HttpHeader.TRANSFER_ENCODING)) {
				reading.begin();
			}
			return () -> {
				reading.end();
				// Or the shorter limit would be over already.
				endPoint.notIdle();
				endPoint.setIdleTimeout(idleTimeout);
			};
		}
		return () -> {
		};
	}

	/**
	 * Reads when there is something to read: the end, or a further request, which is left
	 * to the container.
	 */
	private static final class Reading implements Callback {

		private final HttpConnection connection;

		private final AbstractEndPoint endPoint;

		private final Runnable gone;

		private boolean ended;

		private boolean reading;

		Reading(HttpConnection connection, AbstractEndPoint endPoint, Runnable gone) {
			this.connection = connection;
			this.endPoint = endPoint;
			this.gone = gone;
		}

		synchronized void begin() {
			if (!this.ended && this.connection.isRequestBufferEmpty()) {
				this.reading = this.endPoint.tryFillInterested(this);
			}
		}

		void end() {
			synchronized (this) {
				this.ended = true;
				if (!this.reading) {
					return;
				}
			}
			this.endPoint.getFillInterest().onFail(new CancellationException());
		}

		@Override
		public void succeeded() {
			if (isGone()) {
				this.gone.run();
			}
		}

		@Override
		public void failed(@Nullable Throwable cause) {
			if (!isEnded()) {
				this.gone.run();
			}
		}

		@Override
		public InvocationType getInvocationType() {
			return InvocationType.NON_BLOCKING;
		}

		private synchronized boolean isEnded() {
			return this.ended;
		}

		// While this reads, the wait cannot end, and so the container does not read.
		private synchronized boolean isGone() {
			this.reading = false;
			if (this.ended) {
				return false;
			}
			ByteBufferPool pool = this.connection.getConnector().getByteBufferPool();
			RetainableByteBuffer received = pool.acquire(this.connection.getInputBufferSize(), false);
			try {
				int length = this.endPoint.fill(received.getByteBuffer());
				if (length > 0) {
					this.connection.onUpgradeTo(received.getByteBuffer());
				}
				else if (length == 0) {
					this.reading = this.endPoint.tryFillInterested(this);
				}
				return length < 0;
			}
			catch (IOException ex) {
				return true;
			}
			finally {
				received.release();
			}
		}

	}

}
