package dev.honeyrelay.run;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the bytes that all answers on their way take together, from the first byte off
 * the wire until the last caller has been served.
 */
public final class ByteBudget {

	private final AtomicLong free;

	public ByteBudget(long bytes) {
		this.free = new AtomicLong(bytes);
	}

	/** Returns a lease of nothing yet. */
	public Lease lease() {
		return new Lease(this.free);
	}

	/** Returns how many bytes are left. */
	public long free() {
		return this.free.get();
	}

	/**
	 * The bytes that one answer takes.
	 */
	public static final class Lease implements AutoCloseable {

		private final AtomicLong free;

		private final AtomicLong held = new AtomicLong();

		Lease(AtomicLong free) {
			this.free = free;
		}

		/** Takes {@code bytes} more, or none, and returns whether there are so many. */
		public boolean take(long bytes) {
			if (this.free.addAndGet(-bytes) < 0) {
				this.free.addAndGet(bytes);
				return false;
			}
			this.held.addAndGet(bytes);
			return true;
		}

		/** Gives back all that was taken; doing so twice is harmless. */
		@Override
		public void close() {
			this.free.addAndGet(this.held.getAndSet(0));
		}

	}

}
