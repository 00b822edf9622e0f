package dev.honeyrelay.memory;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Bounds the bytes that all answers on their way take together, from the first byte off
 * the wire until the last caller has been served. Who may wait gets what is given back
 * before anybody else does, in the order of arrival.
 */
public final class ByteBudget {

	// One of so many answers decides what is usual.
	private static final int MEMORY = 8;

	private final FreeBytes bytes;

	private final LongSupplier nanoTime;

	// What an answer has taken, in the mean over the last ones.
	private final AtomicLong usual = new AtomicLong();

	// How long it took to come, once there were bytes for it.
	private final AtomicLong usualNanos = new AtomicLong();

	public ByteBudget(long bytes) {
		this(bytes, System::nanoTime);
	}

	ByteBudget(long bytes, LongSupplier nanoTime) {
		this.bytes = new FreeBytes(bytes);
		this.nanoTime = nanoTime;
	}

	/** Returns a lease of nothing yet. */
	public Lease lease() {
		return lease(0);
	}

	private Lease lease(long held) {
		return new Lease(this.bytes, held, this.nanoTime);
	}

	/**
	 * Returns a lease for an answer that nothing is known of: of nothing where nobody
	 * waits. Otherwise it waits after those who do, until there is as much as answers
	 * usually take, so that nothing is asked for that could not be kept; and returns
	 * {@code null} if that is not so long before the end of {@code limit} that the answer
	 * can still come.
	 */
	public @Nullable Lease enter(Duration limit) throws InterruptedException {
		if (this.bytes.waiting() == 0) {
			return lease();
		}
		long taken = this.usual.get();
		return await(Math.min(taken + taken / MEMORY, size() / 2), patience(limit));
	}

	/**
	 * Returns how long a trip that has {@code limit} may wait for bytes: not so long that
	 * an answer that takes as long as usual would come too late, for which others would
	 * have waited in vain. At least half of the limit, whatever is usual.
	 */
	public Duration patience(Duration limit) {
		Duration usually = Duration.ofNanos(this.usualNanos.get());
		Duration half = limit.dividedBy(2);
		return limit.minus((usually.compareTo(half) < 0) ? usually : half);
	}

	/**
	 * Waits until {@code bytes} can be set aside, after those who wait already. Returns a
	 * lease of them, or {@code null} if they were not free within {@code limit}, or never
	 * will be.
	 */
	public @Nullable Lease await(long bytes, Duration limit) throws InterruptedException {
		return this.bytes.await(bytes, limit) ? lease(bytes) : null;
	}

	/**
	 * Does the same, but goes ahead of those who have only just come: for who has waited
	 * before, and not got enough.
	 */
	public @Nullable Lease awaitFirst(long bytes, Duration limit) throws InterruptedException {
		return this.bytes.awaitFirst(bytes, limit) ? lease(bytes) : null;
	}

	/**
	 * Notes that an answer took what {@code lease} has, and as long as there has been
	 * that lease, but for what it waited for more bytes, when it had come.
	 */
	public void arrived(Lease lease) {
		note(this.usual, lease.used());
		note(this.usualNanos, this.nanoTime.getAsLong() - lease.since - lease.waitedNanos);
	}

	private static void note(AtomicLong usual, long newest) {
		usual.updateAndGet((known) -> (known > 0) ? known + (newest - known) / MEMORY : newest);
	}

	/** Returns how many bytes there are, free or not. */
	public long size() {
		return this.bytes.size();
	}

	/** Returns how many bytes are left. */
	public long free() {
		return this.bytes.free();
	}

	/** Returns how many wait for bytes. */
	public int waiting() {
		return this.bytes.waiting();
	}

	/** Returns how often somebody waited for bytes and got them. */
	public long waited() {
		return this.bytes.waited();
	}

	/** Returns how often somebody waited for bytes in vain. */
	public long gaveUp() {
		return this.bytes.gaveUp();
	}

	/**
	 * The bytes that one answer takes. Nothing can be taken once it is closed.
	 */
	public static final class Lease implements AutoCloseable {

		private final FreeBytes free;

		private final LongSupplier nanoTime;

		private final long since;

		private volatile long waitedNanos;

		private long held;

		private long used;

		private long wanted;

		private boolean closed;

		private volatile boolean waited;

		private Lease(FreeBytes free, long held, LongSupplier nanoTime) {
			this.free = free;
			this.nanoTime = nanoTime;
			this.since = nanoTime.getAsLong();
			this.held = held;
			this.waited = held > 0;
		}

		/** Takes {@code bytes} more, or none, and returns whether there are so many. */
		public synchronized boolean take(long bytes) {
			long all = this.used + bytes;
			if (!reserve(all)) {
				// Nobody knows how many are still to come.
				this.wanted = Math.max(all, Math.min(2 * all, this.free.size() / 2));
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
			if (this.closed || !this.free.take(missing)) {
				this.wanted = bytes;
				return false;
			}
			this.held += missing;
			return true;
		}

		/**
		 * Does the same, but waits for up to {@code limit} where there are not so many,
		 * and keeps what it has, so that it comes before all who have nothing. Returns at
		 * once where others keep so much that nobody could end.
		 */
		public boolean reserve(long bytes, Duration limit) throws InterruptedException {
			if (reserve(bytes)) {
				return true;
			}
			this.waited = true;
			long kept = held();
			long start = this.nanoTime.getAsLong();
			boolean given = this.free.awaitMore(bytes - kept, kept, limit);
			this.waitedNanos = this.waitedNanos + this.nanoTime.getAsLong() - start;
			return given && add(bytes - kept);
		}

		/**
		 * Takes {@code bytes} more of what {@code other} has set aside, and returns
		 * whether it has so many.
		 */
		public boolean take(long bytes, Lease other) {
			return other.handOver(bytes) && add(bytes) && take(bytes);
		}

		/** Returns how many bytes are set aside and not taken. */
		public synchronized long spare() {
			return this.held - this.used;
		}

		/** Gives back what was set aside and has not been taken. */
		public synchronized void trim() {
			long over = this.held - this.used;
			this.held -= over;
			this.free.giveBack(over);
		}

		/**
		 * Counts {@code bytes} in all, if that is more than is counted already, whether
		 * or not there are so many: they are taken, and only now it is known.
		 */
		public synchronized void cover(long bytes) {
			long missing = bytes - this.held;
			if (missing > 0 && !this.closed) {
				this.free.giveBack(-missing);
				this.held = bytes;
			}
		}

		/** Returns whether bytes had to be waited for. */
		public boolean hasWaited() {
			return this.waited;
		}

		/** Returns whether it has been closed. */
		public synchronized boolean isClosed() {
			return this.closed;
		}

		/** Returns how many bytes may do, if some were refused. */
		public synchronized long wanted() {
			return this.wanted;
		}

		private synchronized long held() {
			return this.held;
		}

		/** Returns how many bytes have been taken. */
		public synchronized long used() {
			return this.used;
		}

		private synchronized boolean add(long bytes) {
			if (this.closed) {
				this.free.giveBack(bytes);
				return false;
			}
			this.held += bytes;
			return true;
		}

		private synchronized boolean handOver(long bytes) {
			boolean enough = bytes <= this.held - this.used;
			this.held -= enough ? bytes : 0;
			return enough;
		}

		/** Gives back all that was taken; doing so twice is harmless. */
		@Override
		public synchronized void close() {
			long back = this.held;
			this.held = 0;
			this.used = 0;
			this.closed = true;
			this.free.giveBack(back);
		}

	}

}
