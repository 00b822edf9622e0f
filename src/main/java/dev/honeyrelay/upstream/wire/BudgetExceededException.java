package dev.honeyrelay.upstream.wire;

import dev.honeyrelay.memory.ByteBudget.Lease;

/**
 * Ends an answer that would take more memory than answers on their way may take together.
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
