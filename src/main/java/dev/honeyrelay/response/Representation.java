package dev.honeyrelay.response;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;

import dev.honeyrelay.run.Footprint;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one answer, in both codings, with their entity tags (RFC 9110 section
 * 3.2). What it hands out is shared by every caller and cannot be changed.
 */
public final class Representation {

	// 128 bits are enough to tell answers apart and keep every response short.
	private static final int DIGEST_BYTES = 16;

	private final byte[] identity;

	private final String entityTag;

	private final String gzipEntityTag;

	private volatile byte @Nullable [] gzip;

	private volatile @Nullable Runnable whenCompressed;

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
	 * Returns the bytes as they are sent in {@code coding}; compresses them once, when
	 * first needed.
	 */
	public ByteBuffer content(ContentCoding coding) {
		return ByteBuffer.wrap(stored(coding)).asReadOnlyBuffer();
	}

	/** Returns a copy of the same bytes. */
	public byte[] bytes(ContentCoding coding) {
		return stored(coding).clone();
	}

	/** Returns how many bytes are sent in {@code coding}. */
	public int length(ContentCoding coding) {
		return stored(coding).length;
	}

	/**
	 * Writes the bytes as they are sent in {@code coding}, never more than {@code most}
	 * of them at once.
	 * @throws IOException if {@code out} does
	 */
	public void writeTo(OutputStream out, ContentCoding coding, int most) throws IOException {
		byte[] bytes = stored(coding);
		for (int start = 0; start < bytes.length; start += most) {
			out.write(bytes, start, Math.min(most, bytes.length - start));
		}
	}

	/** Returns the strong entity tag for {@code coding}, equal in every process. */
	public String entityTag(ContentCoding coding) {
		return switch (coding) {
			case IDENTITY -> this.entityTag;
			case GZIP -> this.gzipEntityTag;
		};
	}

	/** Returns whether {@code other} has the same bytes. */
	public boolean hasSameBytesAs(Representation other) {
		return this.entityTag.equals(other.entityTag);
	}

	/** Returns whether the bytes are there as they are sent in {@code coding}. */
	public boolean isMade(ContentCoding coding) {
		return switch (coding) {
			case IDENTITY -> true;
			case GZIP -> this.gzip != null;
		};
	}

	/**
	 * Has {@code reaction} run once when this has been compressed and so takes more
	 * memory. If that has happened already, nothing is run.
	 */
	public void whenCompressed(Runnable reaction) {
		if (this.gzip == null) {
			this.whenCompressed = reaction;
		}
	}

	/** Returns the bytes that this takes in both codings. */
	public int storedBytes() {
		return this.identity.length + compressed().length;
	}

	/**
	 * Returns how many bytes of the heap keeping this takes now, with all that belongs to
	 * the bytes; the compressed form counts only once it has been made.
	 */
	public int footprint() {
		byte[] known = this.gzip;
		return 2 * Footprint.OBJECT + Footprint.ofBytes(this.identity.length)
				+ ((known != null) ? Footprint.ofBytes(known.length) : 0) + Footprint.of(this.entityTag)
				+ Footprint.of(this.gzipEntityTag);
	}

	/**
	 * Returns the bytes that this takes now; the compressed form counts only once it has
	 * been made.
	 */
	public int keptBytes() {
		byte[] known = this.gzip;
		return this.identity.length + ((known != null) ? known.length : 0);
	}

	private byte[] stored(ContentCoding coding) {
		return switch (coding) {
			case IDENTITY -> this.identity;
			case GZIP -> compressed();
		};
	}

	private byte[] compressed() {
		byte[] known = this.gzip;
		if (known == null) {
			known = compress(this.identity);
			this.gzip = known;
			Runnable reaction = this.whenCompressed;
			if (reaction != null) {
				this.whenCompressed = null;
				reaction.run();
			}
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
		byte[] digest = Arrays.copyOf(Sha256.digest(bytes), DIGEST_BYTES);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
	}

}
