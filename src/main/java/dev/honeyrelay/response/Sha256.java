package dev.honeyrelay.response;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The digest SHA-256 (FIPS 180-4).
 */
public final class Sha256 {

	// Looking the algorithm up takes longer than digesting a token or a header does.
	private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(Sha256::lookUp);

	private Sha256() {
	}

	/** Returns the digest of {@code bytes}, 32 bytes. */
	public static byte[] digest(byte[] bytes) {
		return SHA_256.get().digest(bytes);
	}

	private static MessageDigest lookUp() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
