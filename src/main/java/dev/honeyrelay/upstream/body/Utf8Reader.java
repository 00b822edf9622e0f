package dev.honeyrelay.upstream.body;

import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Reads bytes as UTF-8 and fails on anything else. {@code InputStreamReader} would do,
 * but takes 8 KB of memory of its own, which is more than most bodies have.
 */
final class Utf8Reader extends Reader {

	private final ByteBuffer bytes;

	private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();

	Utf8Reader(byte[] bytes) {
		this.bytes = ByteBuffer.wrap(bytes);
	}

	/**
	 * Reads what there is room for.
	 * @param length at least 2, for a character beyond the first plane takes two
	 */
	@Override
	public int read(char[] characters, int offset, int length) throws IOException {
		CharBuffer room = CharBuffer.wrap(characters, offset, length);
		CoderResult result = this.decoder.decode(this.bytes, room, true);
		if (result.isError()) {
			result.throwException();
		}
		int read = room.position() - offset;
		return (read > 0) ? read : -1;
	}

	@Override
	public void close() {
		// There is nothing to give back.
	}

}
