package dev.honeyrelay.web;

import java.util.concurrent.atomic.AtomicLong;

import org.springframework.stereotype.Component;

/**
 * Bytes of the heap that all connections keep together, and how many they may: an eighth.
 * What a request takes once it is whole is not counted here.
 */
@Component
final class ConnectionMemory {

	private static final int SHARE = 8;

	private final long max = Runtime.getRuntime().maxMemory() / SHARE;

	private final AtomicLong used = new AtomicLong();

	/** Returns how many bytes too many are kept, or less than one. */
	long excess() {
		return this.used.get() - this.max;
	}

	/**
	 * Returns how many bytes have to be given back at once, so that it need not be done
	 * again for each byte that comes.
	 */
	long toFree() {
		return excess() + this.max / (2 * SHARE);
	}

	/** Returns the part of a new connection, which is nothing yet. */
	Part part() {
		return new Part();
	}

	/**
	 * What one connection keeps. Its buffers only grow until it ends, but for those of a
	 * handshake.
	 */
	final class Part {

		private int bytes;

		private boolean ended;

		/** Counts at least {@code kept} bytes from now on. */
		synchronized void grow(int kept) {
			if (!this.ended && kept > this.bytes) {
				ConnectionMemory.this.used.addAndGet(kept - this.bytes);
				this.bytes = kept;
			}
		}

		/** Counts {@code kept} bytes from now on, if that is less than until now. */
		synchronized void shrink(int kept) {
			if (kept < this.bytes) {
				ConnectionMemory.this.used.addAndGet(kept - this.bytes);
				this.bytes = kept;
			}
		}

		/** Counts nothing any more, and returns what had been counted. */
		synchronized int end() {
			int freed = this.bytes;
			ConnectionMemory.this.used.addAndGet(-freed);
			this.bytes = 0;
			this.ended = true;
			return freed;
		}

	}

}
