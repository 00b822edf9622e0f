package dev.honeyrelay.server;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection.SslEndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.ProxyConnectionFactory.ProxyEndPoint;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.NanoTime;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose requests are bounded while they arrive, in fields, time and memory,
 * and which says so when it ends with an answer.
 */
public abstract class CallerConnection extends HttpConnection {

	private final ConnectionLimits limits;

	private final ConnectionMemory.Part memory;

	// When the request that is arriving has begun, in nanoseconds, or 0 if none is.
	private final AtomicLong began = new AtomicLong();

	private final @Nullable TlsProgress tls;

	// What had been sent before the last answer.
	private volatile long sentBefore;

	private @Nullable Arrival arrival;

	protected CallerConnection(HttpConfiguration configuration, Connector connector, EndPoint endPoint,
			ConnectionLimits limits) {
		super(configuration, connector, endPoint);
		this.limits = limits;
		this.memory = limits.memory().part();
		this.tls = (endPoint instanceof SslEndPoint secure) ? new TlsProgress(secure) : null;
	}

	/** Returns whether an answer is on its way over this connection. */
	public boolean isAnswering() {
		return getHttpChannel().getRequest() != null;
	}

	/** Returns what is kept of this connection. */
	ConnectionMemory.Part memory() {
		return this.memory;
	}

	/** Returns how many bytes of the last answer have been handed on to be sent. */
	long bytesOutOfAnswer() {
		return getBytesOut() - this.sentBefore;
	}

	/** Notes that what is sent from now on is another answer. */
	protected final void answerBegins() {
		this.sentBefore = getBytesOut();
	}

	/** Returns since when a request is arriving, in nanoseconds, or 0 if none is. */
	long began() {
		return this.began.get();
	}

	/** Ends the connection at once; its memory is free from then on. */
	void cut() {
		this.memory.end();
		// TLS would send its closing message first, and wait until that is acknowledged.
		EndPoint bottom = (this.tls != null) ? this.tls.bottom() : getEndPoint();
		bottom.close();
	}

	/**
	 * Ends the connection if a request has been arriving for too long and nothing is
	 * being read just now; whoever reads looks for itself.
	 */
	void cutIfSlow() {
		// What a balancer said at the beginning wraps what is read.
		EndPoint read = (getEndPoint() instanceof ProxyEndPoint told) ? told.unwrap() : getEndPoint();
		if (isSlow() && read instanceof AbstractEndPoint endPoint) {
			endPoint.getFillInterest().onFail(new SlowRequestException());
		}
	}

	@Override
	public void onOpen() {
		this.memory.grow(bare());
		this.limits.makeRoom();
		super.onOpen();
	}

	@Override
	public void onClose(@Nullable Throwable cause) {
		this.memory.end();
		super.onClose(cause);
	}

	@Override
	public void onFillable() {
		if (this.began.get() == 0) {
			this.began.compareAndSet(0, NanoTime.now() | 1);
		}
		super.onFillable();
	}

	// Whatever has arrived is read, and there is nothing more to read.
	@Override
	public void fillInterested(Callback callback) {
		if (isBetweenRequests() && isQuietBelow()) {
			this.began.set(0);
		}
		else if (isSlow()) {
			refuseSlow();
			return;
		}
		else {
			count();
		}
		super.fillInterested(callback);
	}

	@Override
	public void onFillInterestedFailed(Throwable cause) {
		if (cause instanceof SlowRequestException) {
			refuseSlow();
		}
		else {
			super.onFillInterestedFailed(cause);
		}
	}

	@Override
	protected HttpStreamOverHTTP1 newHttpStream(String method, String uri, HttpVersion version) {
		answerBegins();
		return new Stream(method, uri, version);
	}

	// The container asks for it before this connection is made.
	@Override
	protected RequestHandler newRequestHandler() {
		Arrival mine = new Arrival();
		this.arrival = mine;
		return mine;
	}

	/** Notes that all that had arrived has been answered. */
	public final void nothingArrives() {
		if (this.began.get() != 0) {
			this.began.set(0);
		}
	}

	/** Returns whether no part of a request has been read that is not answered. */
	public final boolean isBetweenRequests() {
		return getParser().isStart() && getParser().getHeaderLength() == 0;
	}

	private boolean isQuietBelow() {
		return this.tls == null || this.tls.isQuiet(getBytesIn(), () -> this.memory.shrink(bare()));
	}

	// What is kept of a connection without a request.
	private int bare() {
		return ConnectionMemory.ofConnection(this.tls);
	}

	private boolean hasBody() {
		return getParser().hasContent() && getParser().getContentLength() != 0;
	}

	private boolean isSlow() {
		long since = this.began.get();
		return since != 0
				&& NanoTime.elapsed(since, NanoTime.now()) > this.limits.properties().headerTimeout().toNanos();
	}

	private void refuseSlow() {
		this.began.set(0);
		this.limits.cuts().count(ConnectionCuts.Reason.HEADER_TIMEOUT);
		HttpParser parser = getParser();
		if (parser.isStart() || parser.isClose() || parser.isClosed() || isAnswering()) {
			cut();
			return;
		}
		parser.close();
		arrival().badMessage(new HttpException.RuntimeException(HttpStatus.REQUEST_TIMEOUT_408));
	}

	private Arrival arrival() {
		return Objects.requireNonNull(this.arrival);
	}

	private void count() {
		Arrival here = arrival();
		int bytes = getParser().getHeaderLength();
		int line = (here.line > 0) ? Math.min(here.line, bytes) : bytes;
		this.memory.grow(bare() + ConnectionMemory.ofHead(line, bytes, here.fields));
		this.limits.makeRoom();
	}

	/**
	 * A request that is arriving.
	 */
	private final class Arrival extends RequestHandler {

		private int line;

		private int fields;

		@Override
		public void startRequest(String method, String uri, HttpVersion version) {
			this.fields = 0;
			this.line = method.length() + uri.length();
			super.startRequest(method, uri, version);
		}

		@Override
		public void parsedHeader(HttpField field) {
			countField();
			// The container refuses what the connection does not name, and there is
			// nothing to speak but this (RFC 9110, section 7.8).
			if (field.getHeader() != HttpHeader.UPGRADE) {
				super.parsedHeader(field);
			}
		}

		@Override
		public void parsedTrailer(HttpField field) {
			countField();
			super.parsedTrailer(field);
		}

		@Override
		public boolean headerComplete() {
			count();
			if (!hasBody()) {
				nothingArrives();
			}
			return super.headerComplete();
		}

		@Override
		public boolean messageComplete() {
			this.line = 0;
			nothingArrives();
			return super.messageComplete();
		}

		private void countField() {
			this.fields++;
			if (this.fields > CallerConnection.this.limits.properties().maxHeaderFields()) {
				throw new HttpException.RuntimeException(HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431);
			}
		}

	}

	/**
	 * One request and its answer.
	 */
	private final class Stream extends HttpStreamOverHTTP1 {

		Stream(String method, String uri, HttpVersion version) {
			super(method, uri, version);
		}

		@Override
		public void prepareResponse(HttpFields.Mutable fields) {
			if (isLast()) {
				getGenerator().setPersistent(false);
				fields.put(HttpHeader.CONNECTION, "close");
			}
			else {
				super.prepareResponse(fields);
			}
		}

		// Nobody reads bodies, so the next request could only be found by reading one.
		private boolean isLast() {
			return !isPersistent() || (hasBody() && getParser().inContentState())
					|| CallerConnection.this.limits.isClosing() || getConnector().isShutdown();
		}

	}

}
