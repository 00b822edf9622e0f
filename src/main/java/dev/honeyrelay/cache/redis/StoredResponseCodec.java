package dev.honeyrelay.cache.redis;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.util.Arrays;

import dev.honeyrelay.cache.StoredResponse;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a stored response in the shared level: a magic word with a version, a
 * digest of all that follows, the question, and the answer. What was damaged, is of
 * another version or answers another question is told from the rest by these alone.
 */
final class StoredResponseCodec {

	private static final byte[] HEADER = { 'H', 'H', 'R', 2 };

	private static final int DIGEST_BYTES = 32;

	private static final int PREAMBLE = HEADER.length + DIGEST_BYTES;

	private final int maxBytes;

	/**
	 * Creates the format.
	 * @param maxBytes bytes that an answer may take uncompressed
	 */
	StoredResponseCodec(int maxBytes) {
		this.maxBytes = maxBytes;
	}

	/** Returns {@code stored} as the answer to the question {@code canonical}. */
	byte[] encode(String canonical, StoredResponse stored) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (DataOutputStream out = new DataOutputStream(bytes)) {
			out.write(new byte[PREAMBLE]);
			StoredResponseFields.writeText(out, canonical);
			StoredResponseFields.write(out, stored);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		byte[] encoded = bytes.toByteArray();
		System.arraycopy(HEADER, 0, encoded, 0, HEADER.length);
		System.arraycopy(digest(encoded), 0, encoded, HEADER.length, DIGEST_BYTES);
		return encoded;
	}

	/**
	 * Returns the stored response that answers {@code canonical}, or {@code null} if
	 * anything at all is wrong with {@code encoded}.
	 */
	@Nullable StoredResponse decode(String canonical, byte[] encoded) {
		if (!isWhole(encoded)) {
			return null;
		}
		ByteArrayInputStream bytes = new ByteArrayInputStream(encoded, PREAMBLE, encoded.length - PREAMBLE);
		try (DataInputStream in = new DataInputStream(bytes)) {
			boolean asked = StoredResponseFields.readText(in).equals(canonical);
			return asked ? StoredResponseFields.read(in, this.maxBytes) : null;
		}
		catch (IOException | DateTimeException | IllegalArgumentException ex) {
			return null;
		}
	}

	private static boolean isWhole(byte[] encoded) {
		return encoded.length > PREAMBLE && Arrays.equals(encoded, 0, HEADER.length, HEADER, 0, HEADER.length)
				&& MessageDigest.isEqual(digest(encoded), Arrays.copyOfRange(encoded, HEADER.length, PREAMBLE));
	}

	private static byte[] digest(byte[] encoded) {
		try {
			MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
			sha256.update(encoded, PREAMBLE, encoded.length - PREAMBLE);
			return sha256.digest();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
