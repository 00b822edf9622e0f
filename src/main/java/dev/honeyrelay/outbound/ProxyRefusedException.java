package dev.honeyrelay.outbound;

import io.netty.handler.proxy.ProxyConnectException;

/**
 * A proxy answered, and will not do what it was asked to.
 */
public final class ProxyRefusedException extends ProxyConnectException {

	private static final long serialVersionUID = 1L;

	private final int status;

	ProxyRefusedException(int status) {
		super("the proxy answered " + status);
		this.status = status;
	}

	/** Returns the status that it answered with. */
	public int status() {
		return this.status;
	}

	/**
	 * Returns whether it may think otherwise a moment later: it could not reach the
	 * target. Who may go where, and by which password, does not change so fast, and what
	 * is tried too often gets locked.
	 */
	public boolean isTransient() {
		return this.status / 100 == 5;
	}

}
