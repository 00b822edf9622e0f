package dev.honeyrelay.upstream.wire;

import dev.honeyrelay.memory.ByteBudget.Lease;

/**
 * Ends the reading of an answer for which the budget of bytes in flight has no room.
 */
public final class BudgetExceededException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	BudgetExceededException() {
		super("too much in flight", null, false, false);
	}

	/** Charges {@code lease} for {@code bytes}, or throws. */
	public static void charge(Lease lease, int bytes) {
		if (!lease.take(bytes)) {
			throw new BudgetExceededException();
		}
	}

}
