package dev.honeyrelay.fastpath;

import java.nio.ByteBuffer;

import dev.honeyrelay.response.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a request's head, of which only the SHA-256 digest is kept, for there is a
 * credential in them.
 */
record RequestHeadDigest(long first, long second, long third, long fourth) {

	private static final int LONGEST = 1024;

	/**
	 * Returns what {@code received} is if that is one head, or {@code null} if it is too
	 * long for one.
	 */
	static @Nullable RequestHeadDigest of(byte[] received) {
		if (received.length > LONGEST) {
			return null;
		}
		ByteBuffer digest = ByteBuffer.wrap(Sha256.digest(received));
		return new RequestHeadDigest(digest.getLong(), digest.getLong(), digest.getLong(), digest.getLong());
	}

	/**
	 * Returns whether {@code received} is the head of one request from beginning to end,
	 * whatever a parser takes for the end of a line.
	 */
	static boolean isOneAndWhole(byte[] received) {
		int last = received.length - 1;
		for (int at = 0; at <= last; at++) {
			if (received[at] == '\n') {
				if (at < 2 || received[at - 1] != '\r') {
					return false;
				}
				if (received[at - 2] == '\n') {
					return at == last;
				}
			}
		}
		return false;
	}

}
