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
	 * The bytes that one answer takes, until it is closed.
	 */
	public static final class Lease implements AutoCloseable {

		private static final long CLOSED = -1;

		private final AtomicLong free;

		private final AtomicLong held = new AtomicLong();

		Lease(AtomicLong free) {
			this.free = free;
		}

		/**
		 * Takes {@code bytes} more, or none, and returns whether there are so many. A
		 * lease that has been closed takes none: what comes late must not count for ever.
		 */
		public boolean take(long bytes) {
			if (this.free.addAndGet(-bytes) < 0) {
				this.free.addAndGet(bytes);
				return false;
			}
			if (this.held.getAndUpdate((held) -> (held != CLOSED) ? held + bytes : CLOSED) == CLOSED) {
				this.free.addAndGet(bytes);
				return false;
			}
			return true;
		}

		/** Returns whether it has been closed. */
		public boolean isClosed() {
			return this.held.get() == CLOSED;
		}

		/** Gives back all that was taken; doing so twice is harmless. */
		@Override
		public void close() {
			this.free.addAndGet(Math.max(0, this.held.getAndSet(CLOSED)));
		}

	}

}
