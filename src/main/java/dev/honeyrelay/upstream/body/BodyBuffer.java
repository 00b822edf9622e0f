package dev.honeyrelay.upstream.body;

import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import dev.honeyrelay.memory.ByteBudget.Lease;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * The bytes of a body while they arrive: one array that grows, so that a body of many
 * small pieces takes no more memory than one of a few large ones. Each byte is charged to
 * a lease.
 */
public final class BodyBuffer {

	/**
	 * What is allocated at once, whatever length is announced, unless it is set aside.
	 */
	private static final int LARGEST_START = 64 * 1024;

	private final int limit;

	private final Lease lease;

	// Where a larger array need not be larger than this; -1 if nobody knows.
	private final long expected;

	private final byte[] next = new byte[1];

	private byte[] bytes;

	private int length;

	/**
	 * Creates an empty buffer.
	 * @param limit the most bytes that it takes
	 * @param expected how many bytes are announced, or -1; not to be relied upon
	 * @param lease is charged for each byte
	 */
	public BodyBuffer(int limit, long expected, Lease lease) {
		this.limit = limit;
		this.expected = expected;
		this.lease = lease;
		int most = Math.clamp(lease.spare(), LARGEST_START, Integer.MAX_VALUE);
		this.bytes = new byte[Math.clamp((expected >= 0) ? expected : 8192, 0, Math.min(limit, most))];
	}

	/**
	 * Takes in {@code piece} and releases it, whatever happens.
	 * @throws DataBufferLimitException if there are more bytes than the limit
	 * @throws BudgetExceededException if there are more than may be in flight now
	 */
	public void append(DataBuffer piece) {
		try {
			int count = piece.readableByteCount();
			if (this.lease.isClosed()) {
				// Nobody waits for it any more.
				return;
			}
			charge(count);
			if (count > this.bytes.length - this.length) {
				grow(count);
			}
			piece.read(this.bytes, this.length, count);
			this.length += count;
		}
		finally {
			DataBufferUtils.release(piece);
		}
	}

	/**
	 * Takes in what {@code inflater} makes of its input at once, and adds it to
	 * {@code checksum}.
	 * @throws DataBufferLimitException if there are more bytes than the limit
	 * @throws BudgetExceededException if there are more than may be in flight now
	 */
	public void append(Inflater inflater, CRC32 checksum) throws DataFormatException {
		if (this.length == this.bytes.length) {
			// It may be all there is; an array must not grow to find that out.
			if (inflater.inflate(this.next) == 0) {
				return;
			}
			charge(1);
			grow(1);
			checksum.update(this.next);
			this.bytes[this.length++] = this.next[0];
		}
		int count = inflater.inflate(this.bytes, this.length, this.bytes.length - this.length);
		charge(count);
		checksum.update(this.bytes, this.length, count);
		this.length += count;
	}

	/** Returns all bytes that were taken in, in an array that is no longer written to. */
	public byte[] toBytes() {
		return (this.length == this.bytes.length) ? this.bytes : Arrays.copyOf(this.bytes, this.length);
	}

	private void charge(int count) {
		if (count > this.limit - this.length) {
			throw new DataBufferLimitException("longer than the limit");
		}
		if (!this.lease.take(count)) {
			throw new BudgetExceededException();
		}
	}

	private void grow(int count) {
		long needed = (long) this.length + count;
		long doubled = 2L * this.bytes.length;
		long enough = (this.expected >= needed) ? Math.min(doubled, this.expected) : doubled;
		this.bytes = Arrays.copyOf(this.bytes,
				Math.toIntExact(Math.clamp(enough, needed, Math.max(needed, this.limit))));
	}

	/**
	 * Ends the reading of an answer for which the budget of bytes in flight has no room.
	 */
	public static final class BudgetExceededException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		public BudgetExceededException() {
			super("too much in flight", null, false, false);
		}

	}

}
