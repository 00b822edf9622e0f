package dev.honeyrelay.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;

import org.jspecify.annotations.Nullable;

/**
 * The bytes of one answer, in both codings, with their entity tags (RFC 9110 section
 * 3.2). Nobody changes the arrays it hands out; they are shared by every caller.
 */
public final class Representation {

	// 128 bits are enough to tell answers apart and keep every response short.
	private static final int DIGEST_BYTES = 16;

	private final byte[] identity;

	private final String entityTag;

	private final String gzipEntityTag;

	private volatile byte @Nullable [] gzip;

	/**
	 * Creates a representation of {@code identity}, which must not be changed afterwards.
	 */
	public Representation(byte[] identity) {
		this.identity = identity;
		String digest = digest(identity);
		this.entityTag = '"' + digest + '"';
		this.gzipEntityTag = '"' + digest + "-gzip\"";
	}

	/**
	 * Creates a representation of {@code identity} whose compressed form is known to be
	 * {@code gzip}; neither must be changed afterwards.
	 */
	public Representation(byte[] identity, byte[] gzip) {
		this(identity);
		this.gzip = gzip;
	}

	/**
	 * Returns the bytes as they travel in {@code coding}; compresses them once, when
	 * first needed.
	 */
	public byte[] bytes(ContentCoding coding) {
		return switch (coding) {
			case IDENTITY -> this.identity;
			case GZIP -> compressed();
		};
	}

	/** Returns the strong entity tag for {@code coding}, equal in every process. */
	public String entityTag(ContentCoding coding) {
		return switch (coding) {
			case IDENTITY -> this.entityTag;
			case GZIP -> this.gzipEntityTag;
		};
	}

	/** Returns the bytes that keeping this takes, both codings counted. */
	public int storedBytes() {
		return this.identity.length + compressed().length;
	}

	private byte[] compressed() {
		byte[] known = this.gzip;
		if (known == null) {
			known = compress(this.identity);
			this.gzip = known;
		}
		return known;
	}

	private static byte[] compress(byte[] bytes) {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream(64 + bytes.length / 4);
		try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
			gzip.write(bytes);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return compressed.toByteArray();
	}

	private static String digest(byte[] bytes) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
			return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, DIGEST_BYTES));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
