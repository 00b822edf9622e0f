package dev.honeyrelay.views;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.memory.ByteBudget.Lease;
import dev.honeyrelay.results.Answer;

/**
 * What a trend keeps in memory until it has been written. Threads may share it.
 */
final class TrendMemory implements AutoCloseable {

	// Of the budget; who takes a trend slowly must not keep it from everybody else.
	private static final int MOST_OF_RESULTS = 8;

	private final ByteBudget budget;

	private final Lease stored;

	private final Queue<Lease> leases = new ConcurrentLinkedQueue<>();

	private final Queue<Answer.Content> answers = new ConcurrentLinkedQueue<>();

	TrendMemory(ByteBudget budget) {
		this.budget = budget;
		this.stored = budget.lease();
		this.leases.add(this.stored);
	}

	/**
	 * Counts {@code bytes} of what is stored, and returns whether there is room for so
	 * many.
	 */
	boolean take(long bytes) {
		return this.stored.used() + bytes <= this.budget.size() / MOST_OF_RESULTS && this.stored.take(bytes);
	}

	/** Returns a lease of nothing yet. */
	Lease lease() {
		Lease lease = this.budget.lease();
		this.leases.add(lease);
		return lease;
	}

	/** Keeps {@code answer}, whose memory is counted already. */
	void keep(Answer.Content answer) {
		this.answers.add(answer);
	}

	/** Returns how many bytes are kept. */
	long bytes() {
		return this.leases.stream().mapToLong(Lease::used).sum()
				+ this.answers.stream().mapToLong((answer) -> answer.representation().keptBytes()).sum();
	}

	@Override
	public void close() {
		this.leases.forEach(Lease::close);
		this.answers.forEach(Answer::close);
	}

}
