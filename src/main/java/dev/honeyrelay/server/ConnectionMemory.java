package dev.honeyrelay.server;

import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Bytes of the heap that all connections keep together, and how many they may: an eighth.
 * What a request takes while it is answered is counted, too, but for the answer.
 */
@Component
final class ConnectionMemory {

	private static final int SHARE = 8;

	// What is kept for each byte and field, as heap dumps tell it, rounded up: of the
	// request line several forms, of fields their text and the buffer it grew in.
	private static final int PLAIN = 4_000;

	private static final int HANDSHAKE = 60_000;

	private static final int SECURE = 20_000;

	private static final int LINE_BYTE = 6;

	private static final int FIELD_BYTE = 2;

	private static final int FIELD = 160;

	// A thread with its stack, and what filters and the container keep.
	private static final int WORK = 30_000;

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

	/** Returns how many bytes are kept of a connection without a request. */
	static int ofConnection(@Nullable TlsProgress tls) {
		return (tls == null) ? PLAIN : tls.isOver() ? SECURE : HANDSHAKE;
	}

	/**
	 * Returns how many bytes are kept of the head of a request.
	 * @param line how many characters of it are the request line
	 * @param bytes how many bytes of it have come
	 * @param fields how many fields have been read
	 */
	static int ofHead(int line, int bytes, int fields) {
		return line * LINE_BYTE + (bytes - line) * FIELD_BYTE + fields * FIELD;
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

		private int work;

		private boolean ended;

		/** Counts a request that is being answered. */
		synchronized void workBegins() {
			if (!this.ended) {
				ConnectionMemory.this.used.addAndGet(WORK);
				this.work += WORK;
			}
		}

		/** Counts a request no more that was being answered. */
		synchronized void workEnds() {
			if (this.work > 0) {
				ConnectionMemory.this.used.addAndGet(-WORK);
				this.work -= WORK;
			}
		}

		/** Returns how many bytes count. */
		synchronized int counted() {
			return this.bytes + this.work;
		}

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

		/** Counts nothing any more. */
		synchronized void end() {
			ConnectionMemory.this.used.addAndGet(-this.bytes - this.work);
			this.bytes = 0;
			this.work = 0;
			this.ended = true;
		}

	}

}
