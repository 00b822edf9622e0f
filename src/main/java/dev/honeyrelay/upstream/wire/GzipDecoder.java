package dev.honeyrelay.upstream.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

import dev.honeyrelay.memory.ByteBudget.Lease;
import dev.honeyrelay.upstream.body.BodyBuffer;

/**
 * Decodes gzip by the letter of RFC 1952: one member after the other, and nothing before,
 * between or after them. {@code GZIPInputStream} calls itself for each empty member, and
 * ignores what follows the last one.
 */
final class GzipDecoder {

	/**
	 * How many members are read; whoever compresses in blocks of 64 KB needs 500 for the
	 * largest answer.
	 */
	private static final int MOST_MEMBERS = 10_000;

	/** So many bytes are decoded before the next look at the clock. */
	private static final int SLICE = 64 * 1024;

	private static final int HEADER_CHECKSUM = 2;

	private static final int EXTRA = 4;

	private static final int NAME = 8;

	private static final int COMMENT = 16;

	private static final int RESERVED = 0xE0;

	private static final int DEFLATE = 8;

	private final byte[] coded;

	private final BodyBuffer content;

	private final Deadline deadline;

	private final CRC32 checksum = new CRC32();

	private int position;

	GzipDecoder(byte[] coded, int limit, Lease lease, Deadline deadline) {
		this.coded = coded;
		this.content = new BodyBuffer(limit, lengthSaidBy(coded), lease);
		this.deadline = deadline;
	}

	/**
	 * Returns how long the content is by what {@code coded} says at its end, or less than
	 * 0 if nothing sensible. Only of the last member, and it need not be true.
	 */
	static int lengthSaidBy(byte[] coded) {
		return (coded.length < 4) ? -1
				: ByteBuffer.wrap(coded, coded.length - 4, 4).order(ByteOrder.LITTLE_ENDIAN).getInt();
	}

	/**
	 * Returns the content of all members.
	 * @throws InterruptedIOException if the deadline passes
	 * @throws IOException if this is not gzip
	 */
	byte[] decode() throws IOException {
		Inflater inflater = new Inflater(true);
		try {
			int members = 0;
			do {
				if (++members > MOST_MEMBERS) {
					throw new ZipException("too many members");
				}
				readHeader();
				long length = inflate(inflater);
				readTrailer(length);
			}
			while (this.position < this.coded.length);
			return this.content.toBytes();
		}
		catch (DataFormatException ex) {
			throw new ZipException("not deflated data");
		}
		finally {
			inflater.end();
		}
	}

	private void readHeader() throws IOException {
		int start = this.position;
		if (next() != 0x1F || next() != 0x8B || next() != DEFLATE) {
			throw new ZipException("not gzip");
		}
		int flags = next();
		// When, how and where it was made.
		skip(6);
		if ((flags & RESERVED) != 0) {
			throw new ZipException("a kind of header that nobody knows");
		}
		if ((flags & EXTRA) != 0) {
			skip(next() | next() << 8);
		}
		if ((flags & NAME) != 0) {
			skipText();
		}
		if ((flags & COMMENT) != 0) {
			skipText();
		}
		if ((flags & HEADER_CHECKSUM) != 0) {
			this.checksum.reset();
			this.checksum.update(this.coded, start, this.position - start);
			check(this.checksum.getValue() & 0xFFFF, next() | next() << 8);
		}
	}

	/** Decodes one member's data and returns how many bytes it was. */
	private long inflate(Inflater inflater) throws IOException, DataFormatException {
		inflater.reset();
		this.checksum.reset();
		int fed = this.position;
		while (!inflater.finished()) {
			if (inflater.needsInput()) {
				fed = feed(inflater, fed);
			}
			this.content.append(inflater, this.checksum);
			if (inflater.needsDictionary()) {
				throw new ZipException("a dictionary that nobody knows");
			}
		}
		this.position = fed - inflater.getRemaining();
		return inflater.getBytesWritten();
	}

	private int feed(Inflater inflater, int from) throws IOException {
		if (from == this.coded.length) {
			throw new EOFException();
		}
		if (!this.deadline.remaining().isPositive()) {
			throw new InterruptedIOException();
		}
		int length = Math.min(SLICE, this.coded.length - from);
		inflater.setInput(this.coded, from, length);
		return from + length;
	}

	private void readTrailer(long length) throws IOException {
		check(this.checksum.getValue(), nextInteger());
		check(length & 0xFFFF_FFFFL, nextInteger());
	}

	private static void check(long found, long said) throws ZipException {
		if (found != said) {
			throw new ZipException("a checksum or a length that is not right");
		}
	}

	private long nextInteger() throws EOFException {
		return next() | next() << 8 | next() << 16 | (long) next() << 24;
	}

	private int next() throws EOFException {
		if (this.position == this.coded.length) {
			throw new EOFException();
		}
		return this.coded[this.position++] & 0xFF;
	}

	private void skip(int count) throws EOFException {
		if (count > this.coded.length - this.position) {
			throw new EOFException();
		}
		this.position += count;
	}

	private void skipText() throws EOFException {
		int character = next();
		while (character != 0) {
			character = next();
		}
	}

}
