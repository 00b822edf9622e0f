package dev.honeyrelay.upstream;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

import dev.honeyrelay.run.ByteBudget.Lease;

import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;

/**
 * Takes the content coding off a response: gzip, which is all that is asked for, or none.
 */
final class ContentDecoder {

	private ContentDecoder() {
	}

	/**
	 * Returns the decoded content, for which {@code lease} has been charged.
	 * @throws IOException if {@code coded} is not what its label says, or the label is
	 * another
	 * @throws DataBufferLimitException if there is more than {@code limit} bytes of it
	 * @throws BudgetExceededException if there is more of it than may be in flight now
	 */
	static byte[] decode(HttpHeaders headers, byte[] coded, int limit, Lease lease) throws IOException {
		String coding = String.join(",", headers.getOrEmpty(HttpHeaders.CONTENT_ENCODING)).strip();
		return switch (coding.toLowerCase(Locale.ROOT)) {
			case "", "identity" -> coded;
			case "gzip", "x-gzip" -> gunzip(coded, limit, lease);
			default -> throw new ZipException("a coding that was not asked for");
		};
	}

	private static byte[] gunzip(byte[] coded, int limit, Lease lease) throws IOException {
		try (InputStream gzip = new Charged(new GZIPInputStream(new ByteArrayInputStream(coded), 8192), lease)) {
			byte[] content = gzip.readNBytes(limit + 1);
			if (content.length > limit) {
				throw new DataBufferLimitException("longer than the limit once decoded");
			}
			return content;
		}
	}

	/**
	 * Charges a lease for each byte that is read.
	 */
	private static final class Charged extends FilterInputStream {

		private final Lease lease;

		Charged(InputStream in, Lease lease) {
			super(in);
			this.lease = lease;
		}

		@Override
		public int read(byte[] bytes, int offset, int length) throws IOException {
			int read = super.read(bytes, offset, length);
			if (read > 0) {
				BudgetExceededException.charge(this.lease, read);
			}
			return read;
		}

	}

}
