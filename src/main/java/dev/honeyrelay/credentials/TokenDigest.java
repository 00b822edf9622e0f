package dev.honeyrelay.credentials;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 digest of a caller's token: all that the relay keeps of it.
 */
public final class TokenDigest {

	private final byte[] digest;

	private TokenDigest(byte[] digest) {
		this.digest = digest;
	}

	/** Returns the digest of {@code token}. */
	public static TokenDigest of(String token) {
		try {
			return new TokenDigest(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Compares in a time that does not depend on where the digests differ. */
	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof TokenDigest that && MessageDigest.isEqual(this.digest, that.digest);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.digest);
	}

	@Override
	public String toString() {
		return "TokenDigest[****]";
	}

}
