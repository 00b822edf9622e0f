package dev.honeyrelay.logging;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bytes on their way to a stream that outlives this one. While one batch leaves, the next
 * fills up, so that nobody waits for the stream unless it falls behind.
 */
final class Batches extends OutputStream {

	private static final int BATCH = 64 * 1024;

	private static final int MOST = 4 * BATCH;

	private final OutputStream out;

	private final Runnable full;

	private final ReentrantLock leaving = new ReentrantLock();

	private final ReentrantLock filling = new ReentrantLock();

	private final Condition room = this.filling.newCondition();

	private Batch next = new Batch();

	private Batch spare = new Batch();

	/**
	 * Creates batches for {@code out}.
	 * @param full is run whenever it is time for somebody to call {@link #flush}
	 */
	Batches(OutputStream out, Runnable full) {
		this.out = out;
		this.full = full;
	}

	@Override
	public void write(int single) {
		write(new byte[] { (byte) single }, 0, 1);
	}

	@Override
	public void write(byte[] bytes, int offset, int length) {
		this.filling.lock();
		try {
			while (this.next.size > MOST) {
				this.room.awaitUninterruptibly();
			}
			boolean some = this.next.size >= BATCH;
			this.next.add(bytes, offset, length);
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
			batch.size = 0;
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

	}

}
