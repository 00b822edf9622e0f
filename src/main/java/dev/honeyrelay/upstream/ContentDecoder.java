package dev.honeyrelay.upstream;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;

/**
 * Takes the content coding off a response: gzip, which is all that is asked for, or none.
 */
final class ContentDecoder {

	private ContentDecoder() {
	}

	/**
	 * Returns the decoded content.
	 * @throws IOException if {@code coded} is not what its label says, or the label is
	 * another
	 * @throws DataBufferLimitException if there is more than {@code limit} bytes of it
	 */
	static byte[] decode(HttpHeaders headers, byte[] coded, int limit) throws IOException {
		String coding = String.join(",", headers.getOrEmpty(HttpHeaders.CONTENT_ENCODING)).strip();
		return switch (coding.toLowerCase(Locale.ROOT)) {
			case "", "identity" -> coded;
			case "gzip", "x-gzip" -> gunzip(coded, limit);
			default -> throw new ZipException("a coding that was not asked for");
		};
	}

	private static byte[] gunzip(byte[] coded, int limit) throws IOException {
		try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(coded), 8192)) {
			byte[] content = gzip.readNBytes(limit + 1);
			if (content.length > limit) {
				throw new DataBufferLimitException("longer than the limit once decoded");
			}
			return content;
		}
	}

}
