package dev.honeyrelay.upstream.wire;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.ZipException;

import dev.honeyrelay.memory.ByteBudget.Lease;
import dev.honeyrelay.upstream.body.BodyBuffer.BudgetExceededException;

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
	 * @throws java.io.InterruptedIOException if that takes longer than {@code deadline}
	 * @throws IOException if {@code coded} is not what its label says, or the label is
	 * another
	 * @throws DataBufferLimitException if there is more than {@code limit} bytes of it
	 * @throws BudgetExceededException if there is more of it than may be in flight now
	 */
	static byte[] decode(HttpHeaders headers, byte[] coded, int limit, Lease lease, Deadline deadline)
			throws IOException {
		List<String> codings = codings(headers);
		if (codings.size() > 1) {
			throw new ZipException("more codings than were asked for");
		}
		return switch (codings.isEmpty() ? "identity" : codings.getFirst()) {
			case "identity" -> coded;
			case "gzip", "x-gzip" -> new GzipDecoder(coded, limit, lease, deadline).decode();
			default -> throw new ZipException("a coding that was not asked for");
		};
	}

	// Names are case-insensitive (RFC 9110 section 8.4.1), and empty elements of a list
	// count for nothing (section 5.6.1.2).
	private static List<String> codings(HttpHeaders headers) {
		return headers.getOrEmpty(HttpHeaders.CONTENT_ENCODING)
			.stream()
			.flatMap((field) -> Stream.of(field.split(",")))
			.map((name) -> name.strip().toLowerCase(Locale.ROOT))
			.filter((name) -> !name.isEmpty())
			.toList();
	}

}
