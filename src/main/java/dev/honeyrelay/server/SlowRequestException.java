package dev.honeyrelay.server;

import java.util.concurrent.TimeoutException;

/**
 * A request takes longer to arrive than it may.
 */
final class SlowRequestException extends TimeoutException {

	private static final long serialVersionUID = 1;

	// Many may be cut at once, and where does not matter.
	@Override
	public synchronized Throwable fillInStackTrace() {
		return this;
	}

}
