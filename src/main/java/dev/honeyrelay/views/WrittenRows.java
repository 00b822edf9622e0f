package dev.honeyrelay.views;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import dev.honeyrelay.memory.ByteBudget.Lease;
import dev.honeyrelay.run.Footprint;
import dev.honeyrelay.views.format.Format;
import dev.honeyrelay.views.shape.RowSink;
import dev.honeyrelay.views.shape.RowSource;
import dev.honeyrelay.views.shape.TrendRows;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a trend, compressed. They repeat themselves so much that they take a tenth or
 * less of the result that they were read off.
 */
final class WrittenRows implements RowSource {

	private static final int PIECE = 4 * 1024;

	private final List<byte[]> pieces;

	private WrittenRows(List<byte[]> pieces) {
		this.pieces = pieces;
	}

	/**
	 * Returns {@code rows}, written down within {@code lease}, or {@code null} if there
	 * is no room for them; nothing is taken then.
	 */
	static @Nullable WrittenRows of(RowSource rows, Lease lease) throws IOException {
		Pieces pieces = new Pieces(lease);
		try (OutputStream gzip = new GZIPOutputStream(pieces, PIECE)) {
			Format.JSON.write(TrendRows.COLUMNS, rows, gzip);
		}
		if (pieces.full) {
			lease.close();
			return null;
		}
		return new WrittenRows(pieces.all);
	}

	@Override
	public void read(RowSink rows) throws IOException {
		List<InputStream> parts = this.pieces.stream().<InputStream>map(ByteArrayInputStream::new).toList();
		try (InputStream json = new GZIPInputStream(new SequenceInputStream(Collections.enumeration(parts)))) {
			TrendRows.readWritten(json, rows);
		}
	}

	/**
	 * Keeps what is written, or nothing more once there is no room.
	 */
	private static final class Pieces extends OutputStream {

		private final List<byte[]> all = new ArrayList<>();

		private final Lease lease;

		private boolean full;

		Pieces(Lease lease) {
			this.lease = lease;
		}

		@Override
		public void write(int octet) {
			write(new byte[] { (byte) octet }, 0, 1);
		}

		@Override
		public void write(byte[] octets, int start, int length) {
			this.full = this.full || !this.lease.take(Footprint.ofBytes(length) + Footprint.OBJECT);
			if (this.full) {
				this.all.clear();
			}
			else {
				this.all.add(Arrays.copyOfRange(octets, start, start + length));
			}
		}

	}

}
