package dev.honeyrelay.memory;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Bounds the bytes that all answers on their way take together, from the first byte off
 * the wire until the last caller has been served. Who may wait gets what is given back
 * before anybody else does, in the order of arrival.
 */
public final class ByteBudget {

	// Far more than trips can be under way; it only keeps the queue from growing.
	private static final int MOST_WAITING = 1000;

	private final long size;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition served = this.lock.newCondition();

	private final Deque<Waiting> waiting = new ArrayDeque<>();

	private long free;

	public ByteBudget(long bytes) {
		this.size = bytes;
		this.free = bytes;
	}

	/** Returns a lease of nothing yet. */
	public Lease lease() {
		return new Lease(this);
	}

	/**
	 * Waits until {@code bytes} can be set aside, after those who wait already. Returns a
	 * lease of them, or {@code null} if they were not free within {@code limit}, or never
	 * will be.
	 */
	public @Nullable Lease await(long bytes, Duration limit) throws InterruptedException {
		return await(new Waiting(bytes), limit, this.waiting::addLast);
	}

	/** Does the same, but goes to the head of the queue. */
	public @Nullable Lease awaitFirst(long bytes, Duration limit) throws InterruptedException {
		return await(new Waiting(bytes), limit, (mine) -> {
			Waiting first = this.waiting.peekFirst();
			if (first != null) {
				// Or each could wait for what the other has.
				this.free += first.giveUp();
			}
			this.waiting.addFirst(mine);
		});
	}

	private @Nullable Lease await(Waiting mine, Duration limit, Consumer<Waiting> queue) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			if (mine.wanted > this.size || this.waiting.size() >= MOST_WAITING) {
				return null;
			}
			queue.accept(mine);
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
			return (mine.missing() == 0) ? new Lease(this, mine.wanted) : null;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Returns how many bytes there are, free or not. */
	public long size() {
		return this.size;
	}

	/** Returns how many bytes are left. */
	public long free() {
		this.lock.lock();
		try {
			return this.free;
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean take(long bytes) {
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

	private void giveBack(long bytes) {
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

	private void leave(Waiting one) {
		this.waiting.remove(one);
		if (one.missing() > 0) {
			this.free += one.giveUp();
			serve();
		}
	}

	// Only the first one collects, so that no two of them can wait for each other.
	private void serve() {
		for (Waiting first = this.waiting.peekFirst(); first != null; first = this.waiting.peekFirst()) {
			// More may have been taken than there was.
			long granted = Math.max(0, Math.min(this.free, first.missing()));
			this.free -= granted;
			first.granted += granted;
			if (first.missing() > 0) {
				return;
			}
			this.waiting.removeFirst();
			this.served.signalAll();
		}
	}

	/**
	 * Somebody who waits for bytes, and what there is for them already.
	 */
	private static final class Waiting {

		private final long wanted;

		private long granted;

		Waiting(long wanted) {
			this.wanted = wanted;
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

	/**
	 * The bytes that one answer takes. Nothing can be taken once it is closed.
	 */
	public static final class Lease implements AutoCloseable {

		private final ByteBudget budget;

		private long held;

		private long used;

		private long wanted;

		private boolean closed;

		Lease(ByteBudget budget) {
			this(budget, 0);
		}

		private Lease(ByteBudget budget, long held) {
			this.budget = budget;
			this.held = held;
		}

		/** Takes {@code bytes} more, or none, and returns whether there are so many. */
		public synchronized boolean take(long bytes) {
			long all = this.used + bytes;
			if (!reserve(all)) {
				// Nobody knows how many are still to come.
				this.wanted = Math.max(all, Math.min(2 * all, this.budget.size() / 2));
				return false;
			}
			this.used = all;
			return true;
		}

		/**
		 * Sets bytes aside for what will be taken, {@code bytes} in all, or none more.
		 * Returns whether there are so many.
		 */
		public synchronized boolean reserve(long bytes) {
			long missing = Math.max(0, bytes - this.held);
			if (this.closed || !this.budget.take(missing)) {
				this.wanted = bytes;
				return false;
			}
			this.held += missing;
			return true;
		}

		/** Returns whether there are {@code bytes} in all, without setting them aside. */
		public synchronized boolean fits(long bytes) {
			boolean fits = bytes <= this.held || bytes - this.held <= this.budget.free();
			if (!fits) {
				this.wanted = bytes;
			}
			return fits;
		}

		/** Gives back what was set aside and has not been taken. */
		public synchronized void trim() {
			long over = this.held - this.used;
			this.held -= over;
			this.budget.giveBack(over);
		}

		/**
		 * Counts {@code bytes} in all, if that is more than is counted already, whether
		 * or not there are so many: they are taken, and only now it is known.
		 */
		public synchronized void cover(long bytes) {
			long missing = bytes - this.held;
			if (missing > 0 && !this.closed) {
				this.budget.giveBack(-missing);
				this.held = bytes;
			}
		}

		/** Returns whether it has been closed. */
		public synchronized boolean isClosed() {
			return this.closed;
		}

		/** Returns how many bytes may do, if some were refused. */
		public synchronized long wanted() {
			return this.wanted;
		}

		/** Gives back all that was taken; doing so twice is harmless. */
		@Override
		public synchronized void close() {
			long back = this.held;
			this.held = 0;
			this.used = 0;
			this.closed = true;
			this.budget.giveBack(back);
		}

	}

}
