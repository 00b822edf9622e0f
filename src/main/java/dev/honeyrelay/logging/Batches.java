package dev.honeyrelay.logging;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bytes on their way to a stream that outlives this one. While one batch leaves, the next
 * fills up, so that nobody who writes ever waits for the stream. Whoever may wait does so
 * before, in {@link #awaitRoom}.
 */
final class Batches extends OutputStream {

	private static final int BATCH = 64 * 1024;

	/** So many bytes may wait before the stream counts as behind. */
	static final int MOST = 4 * BATCH;

	private final OutputStream out;

	private final Runnable full;

	private final ReentrantLock leaving = new ReentrantLock();

	private final ReentrantLock filling = new ReentrantLock();

	private final Condition room = this.filling.newCondition();

	private final AtomicInteger waiting = new AtomicInteger();

	private Batch next = new Batch();

	private Batch spare = new Batch();

	private volatile boolean behind;

	/**
	 * Creates batches for {@code out}.
	 * @param full is run whenever it is time for somebody to call {@link #flush}
	 */
	Batches(OutputStream out, Runnable full) {
		this.out = out;
		this.full = full;
	}

	/** Returns whether nobody takes what waits, or not as fast as it comes. */
	boolean isBehind() {
		return this.behind;
	}

	/** Returns how many threads wait in {@link #awaitRoom}. */
	int waiting() {
		return this.waiting.get();
	}

	/** Waits until no more than {@code most} bytes are waiting to leave. */
	void awaitRoom(int most) {
		if (!this.behind) {
			return;
		}
		this.filling.lock();
		try {
			this.waiting.incrementAndGet();
			while (this.next.size > most) {
				this.room.awaitUninterruptibly();
			}
			this.waiting.decrementAndGet();
		}
		finally {
			this.filling.unlock();
		}
	}

	@Override
	public void write(int single) {
		write(new byte[] { (byte) single }, 0, 1);
	}

	@Override
	public void write(byte[] bytes, int offset, int length) {
		this.filling.lock();
		try {
			boolean some = this.next.size >= BATCH;
			this.next.add(bytes, offset, length);
			if (this.next.size > MOST) {
				this.behind = true;
			}
			if (!some && this.next.size >= BATCH) {
				this.full.run();
			}
		}
		finally {
			this.filling.unlock();
		}
	}

	@Override
	public void flush() throws IOException {
		this.leaving.lock();
		try {
			Batch batch = take();
			this.out.write(batch.bytes, 0, batch.size);
			batch.clear();
			this.out.flush();
		}
		finally {
			this.leaving.unlock();
		}
	}

	@Override
	public void close() throws IOException {
		flush();
	}

	private Batch take() {
		this.filling.lock();
		try {
			Batch batch = this.next;
			this.next = this.spare;
			this.spare = batch;
			this.behind = false;
			this.room.signalAll();
			return batch;
		}
		finally {
			this.filling.unlock();
		}
	}

	/**
	 * A batch, which whoever holds one of the locks may touch.
	 */
	private static final class Batch {

		private byte[] bytes = new byte[BATCH];

		private int size;

		void add(byte[] more, int offset, int length) {
			if (length > this.bytes.length - this.size) {
				this.bytes = Arrays.copyOf(this.bytes, Math.max(2 * this.bytes.length, this.size + length));
			}
			System.arraycopy(more, offset, this.bytes, this.size, length);
			this.size += length;
		}

		// What was behind once takes no room for ever.
		void clear() {
			this.size = 0;
			if (this.bytes.length > MOST) {
				this.bytes = new byte[BATCH];
			}
		}

	}

}
