package dev.honeyrelay.credentials;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.honeyrelay.response.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 digest of a caller's token: all that the relay keeps of it.
 */
public record TokenDigest(long first, long second, long third, long fourth) {

	private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]{64}");

	// What is hashed where a variable is not set: by printf and echo, and by echo on
	// Windows.
	private static final Set<TokenDigest> OF_NOTHING = Stream.of("", "\n", "\r\n", " ", " \n", " \r\n")
		.map(TokenDigest::of)
		.collect(Collectors.toUnmodifiableSet());

	/** Returns the digest of {@code token}. */
	public static TokenDigest of(String token) {
		return of(token.getBytes(StandardCharsets.UTF_8));
	}

	/** Returns the digest of {@code bytes}. */
	static TokenDigest of(byte[] bytes) {
		return ofDigest(Sha256.digest(bytes));
	}

	/** Returns whether {@code text} is a digest in hexadecimal digits. */
	static boolean isHex(String text) {
		return HEX.matcher(text).matches();
	}

	/** Returns the digest that {@code hex} spells. */
	static TokenDigest ofHex(String hex) {
		return ofDigest(HexFormat.of().parseHex(hex));
	}

	/**
	 * Returns whether it is the digest of nothing, or of an empty line: no token has it,
	 * and whoever writes it down has hashed a variable that was not set.
	 */
	boolean isOfNothing() {
		return OF_NOTHING.contains(this);
	}

	/** Compares in a time that does not depend on where the digests differ. */
	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof TokenDigest(long one, long two, long three, long four)
				&& ((this.first ^ one) | (this.second ^ two) | (this.third ^ three) | (this.fourth ^ four)) == 0;
	}

	@Override
	public int hashCode() {
		return Long.hashCode(this.first);
	}

	@Override
	public String toString() {
		return "TokenDigest[****]";
	}

	private static TokenDigest ofDigest(byte[] digest) {
		ByteBuffer words = ByteBuffer.wrap(digest);
		return new TokenDigest(words.getLong(), words.getLong(), words.getLong(), words.getLong());
	}

}
