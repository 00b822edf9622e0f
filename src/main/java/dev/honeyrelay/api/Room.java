package dev.honeyrelay.api;

import dev.honeyrelay.memory.ByteBudget.Lease;

/**
 * Bytes that are set aside for one answer to one caller, in its share as well as in the
 * budget.
 */
final class Room implements AutoCloseable {

	private final OutgoingAnswers answers;

	private final String caller;

	private final Lease lease;

	private long promised;

	Room(OutgoingAnswers answers, String caller, long bytes, Lease lease) {
		this.answers = answers;
		this.caller = caller;
		this.lease = lease;
		this.promised = bytes;
	}

	/** Returns what is set aside in the budget. */
	Lease lease() {
		return this.lease;
	}

	/** Takes it out of the caller's share, for the answer to be counted there. */
	void redeem() {
		this.answers.promise(this.caller, -this.promised);
		this.promised = 0;
	}

	/** Gives back what has not been taken; doing so twice is harmless. */
	@Override
	public void close() {
		redeem();
		this.lease.close();
	}

}
