package dev.honeyrelay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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

	private ByteArrayOutputStream next = new ByteArrayOutputStream(BATCH);

	private ByteArrayOutputStream spare = new ByteArrayOutputStream(BATCH);

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
			while (this.next.size() > MOST) {
				this.room.awaitUninterruptibly();
			}
			boolean some = this.next.size() >= BATCH;
			this.next.write(bytes, offset, length);
			if (!some && this.next.size() >= BATCH) {
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
			ByteArrayOutputStream batch = take();
			batch.writeTo(this.out);
			batch.reset();
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

	private ByteArrayOutputStream take() {
		this.filling.lock();
		try {
			ByteArrayOutputStream batch = this.next;
			this.next = this.spare;
			this.spare = batch;
			this.room.signalAll();
			return batch;
		}
		finally {
			this.filling.unlock();
		}
	}

}
