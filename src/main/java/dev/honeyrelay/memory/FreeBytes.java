package dev.honeyrelay.memory;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The bytes of a budget that are free, and those who wait for some. While somebody waits
 * nothing is free for anybody else.
 */
final class FreeBytes {

	// Far more than trips can be under way; it only keeps the queue from growing.
	private static final int MOST_WAITING = 1000;

	private final long size;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition served = this.lock.newCondition();

	private final Queue<Waiting> waiting = new PriorityQueue<>(
			Comparator.comparing(Waiting::turn).thenComparingLong(Waiting::number));

	private long arrivals;

	private long free;

	// What those who wait have already, and keep.
	private long keptWaiting;

	private long waited;

	private long gaveUp;

	FreeBytes(long bytes) {
		this.size = bytes;
		this.free = bytes;
	}

	long size() {
		return this.size;
	}

	long free() {
		return locked(() -> this.free);
	}

	/** Returns how many wait. */
	int waiting() {
		return (int) locked(this.waiting::size);
	}

	/** Returns how many have got what they waited for. */
	long waited() {
		return locked(() -> this.waited);
	}

	/** Returns how many have waited in vain. */
	long gaveUp() {
		return locked(() -> this.gaveUp);
	}

	boolean take(long bytes) {
		this.lock.lock();
		try {
			if (bytes > 0 && bytes > this.free) {
				return false;
			}
			this.free -= bytes;
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	void giveBack(long bytes) {
		if (bytes == 0) {
			return;
		}
		this.lock.lock();
		try {
			this.free += bytes;
			serve();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Waits for {@code bytes} after those who wait already. */
	boolean await(long bytes, Duration limit) throws InterruptedException {
		return await(bytes, Turn.IN_ORDER, limit);
	}

	/**
	 * Waits for {@code bytes} ahead of those who do not, but after those who came for the
	 * same.
	 */
	boolean awaitFirst(long bytes, Duration limit) throws InterruptedException {
		return await(bytes, Turn.FIRST, limit);
	}

	/**
	 * Waits for {@code bytes} more, ahead of all who keep none, and keeps {@code kept}
	 * meanwhile. All who do so keep at most half of the bytes and want no more than the
	 * other half, or two could wait for what the other has.
	 */
	boolean awaitMore(long bytes, long kept, Duration limit) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			if (bytes > this.size / 2 || this.keptWaiting + kept > this.size / 2) {
				return false;
			}
			this.keptWaiting += kept;
			try {
				return await(bytes, Turn.KEEPS_SOME, limit);
			}
			finally {
				this.keptWaiting -= kept;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean await(long bytes, Turn turn, Duration limit) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			if (bytes > this.size || this.waiting.size() >= MOST_WAITING) {
				return false;
			}
			Waiting mine = new Waiting(bytes, turn, this.arrivals++);
			join(mine);
			try {
				serve();
				for (long left = limit.toNanos(); left > 0 && mine.missing() > 0;) {
					left = this.served.awaitNanos(left);
				}
			}
			catch (InterruptedException ex) {
				// It may have come together with the last byte.
				this.free += mine.giveUp();
				throw ex;
			}
			finally {
				leave(mine);
			}
			return mine.missing() == 0;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void join(Waiting mine) {
		Waiting first = this.waiting.peek();
		this.waiting.add(mine);
		if (first != null && mine.equals(this.waiting.peek())) {
			// Or each could wait for what the other has.
			this.free += first.giveUp();
		}
	}

	private void leave(Waiting one) {
		this.waiting.remove(one);
		if (one.missing() > 0) {
			this.gaveUp++;
			this.free += one.giveUp();
			serve();
		}
		else {
			this.waited++;
		}
	}

	// Only the first one collects, so that no two of them can wait for each other.
	private void serve() {
		for (Waiting first = this.waiting.peek(); first != null; first = this.waiting.peek()) {
			// More may have been taken than there was.
			long granted = Math.max(0, Math.min(this.free, first.missing()));
			this.free -= granted;
			first.granted += granted;
			if (first.missing() > 0) {
				return;
			}
			this.waiting.remove();
			this.served.signalAll();
		}
	}

	private long locked(Reading reading) {
		this.lock.lock();
		try {
			return reading.value();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Something that is read while nobody changes it.
	 */
	@FunctionalInterface
	private interface Reading {

		long value();

	}

	/**
	 * Who comes before whom.
	 */
	private enum Turn {

		/** Who keeps some already, which others are waiting for. */
		KEEPS_SOME,

		/** Who has had its turn, and not got enough. */
		FIRST,

		/** Everybody else. */
		IN_ORDER

	}

	/**
	 * Somebody who waits for bytes, and what there is for them already.
	 */
	private static final class Waiting {

		private final long wanted;

		private final Turn turn;

		private final long number;

		private long granted;

		Waiting(long wanted, Turn turn, long number) {
			this.wanted = wanted;
			this.turn = turn;
			this.number = number;
		}

		Turn turn() {
			return this.turn;
		}

		long number() {
			return this.number;
		}

		long missing() {
			return this.wanted - this.granted;
		}

		long giveUp() {
			long back = this.granted;
			this.granted = 0;
			return back;
		}

	}

}
