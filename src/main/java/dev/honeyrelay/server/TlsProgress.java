package dev.honeyrelay.server;

import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection.SslEndPoint;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;

/**
 * What is read below TLS, where a part of a record is no part of a request yet.
 */
final class TlsProgress implements SslHandshakeListener {

	private final SslEndPoint endPoint;

	private boolean succeeded;

	private boolean over;

	private long secured;

	private long plain;

	TlsProgress(SslEndPoint endPoint) {
		this.endPoint = endPoint;
		endPoint.getSslConnection().addHandshakeListener(this);
	}

	@Override
	public void handshakeSucceeded(Event event) {
		this.succeeded = true;
	}

	/** Returns the other end of what is encrypted. */
	EndPoint bottom() {
		return this.endPoint.getSslConnection().getEndPoint();
	}

	/** Returns whether the handshake was over at the last question. */
	boolean isOver() {
		return this.over;
	}

	/**
	 * Returns whether the handshake is over and nothing has come since the last question
	 * but whole records.
	 * @param nowOver is run once, when the handshake is over
	 */
	boolean isQuiet(long nowPlain, Runnable nowOver) {
		boolean wasOver = this.over;
		long wasSecured = this.secured;
		boolean read = this.plain != nowPlain;
		this.over = this.succeeded;
		this.secured = this.endPoint.getSslConnection().getBytesIn();
		this.plain = nowPlain;
		if (this.over && !wasOver) {
			nowOver.run();
		}
		return this.over && (!wasOver || read || wasSecured == this.secured);
	}

}
