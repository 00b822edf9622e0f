package dev.honeyrelay.api.form;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;

import dev.honeyrelay.response.ContentCoding;
import dev.honeyrelay.response.Sha256;

/**
 * What all forms need that are laid out while they are sent: an entity tag that takes no
 * laying out, the bytes in either coding, and what it takes to write them.
 */
public final class LaidOut {

	private static final int DIGEST_BYTES = 16;

	private static final int BUFFER = 8 * 1024;

	private static final int WORK = 64 * 1024;

	// What compressing takes, outside of the heap.
	private static final int COMPRESSION = 272 * 1024;

	private LaidOut() {
	}

	/**
	 * Returns a strong entity tag that says {@code source}: which content, which form of
	 * it, and how this release lays that out.
	 */
	public static String entityTag(String source, ContentCoding coding) {
		byte[] digest = Arrays.copyOf(Sha256.digest(source.getBytes(StandardCharsets.UTF_8)), DIGEST_BYTES);
		String tag = Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
		return '"' + tag + ((coding == ContentCoding.GZIP) ? "-gzip\"" : "\"");
	}

	/**
	 * Returns how many bytes it takes each reader to have a document laid out and written
	 * in {@code coding}, whatever is in it.
	 */
	public static int work(ContentCoding coding) {
		return switch (coding) {
			case IDENTITY -> WORK;
			case GZIP -> WORK + COMPRESSION;
		};
	}

	/**
	 * Writes {@code document} in {@code coding} and returns how many bytes that are.
	 * @throws IOException if {@code out} or {@code document} does
	 */
	public static int write(OutputStream out, ContentCoding coding, Document document) throws IOException {
		Counted counted = new Counted(out);
		switch (coding) {
			case IDENTITY -> document.writeTo(counted);
			case GZIP -> {
				GZIPOutputStream gzip = new GZIPOutputStream(counted, BUFFER);
				document.writeTo(gzip);
				gzip.finish();
			}
		}
		return (int) Math.min(Integer.MAX_VALUE, counted.bytes);
	}

	/**
	 * Something that can be written, and leaves open what it is written to.
	 */
	@FunctionalInterface
	public interface Document {

		/**
		 * Writes it.
		 * @throws IOException if {@code out} does
		 */
		void writeTo(OutputStream out) throws IOException;

	}

	/**
	 * Counts bytes on their way.
	 */
	private static final class Counted extends FilterOutputStream {

		private long bytes;

		Counted(OutputStream out) {
			super(out);
		}

		@Override
		public void write(int octet) throws IOException {
			this.out.write(octet);
			this.bytes++;
		}

		@Override
		public void write(byte[] octets, int start, int length) throws IOException {
			this.out.write(octets, start, length);
			this.bytes += length;
		}

		/** The container decides when it sends. */
		@Override
		public void flush() {
		}

	}

}
