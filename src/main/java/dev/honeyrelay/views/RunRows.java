package dev.honeyrelay.views;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

import dev.honeyrelay.response.ContentCoding;
import dev.honeyrelay.response.Representation;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.views.shape.Body;
import dev.honeyrelay.views.shape.Row;
import dev.honeyrelay.views.shape.RowSink;
import dev.honeyrelay.views.shape.RowSource;
import dev.honeyrelay.views.shape.TrendRows;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one run in a trend, which can be read more than once.
 */
sealed interface RunRows extends RowSource {

	/** Returns how many bytes the largest cell takes. */
	int largestCell();

	/** Returns when the run was made, as far as that is known. */
	Instant moment();

	/** Returns that the run is not settled, or {@code null} if it is or cannot be had. */
	TrendRows.@Nullable Unsettled unsettled();

	/**
	 * Returns the same rows, to be read until {@code memory} is closed, or {@code null}
	 * if there is no room for them.
	 */
	@Nullable RunRows keptIn(TrendMemory memory);

	/**
	 * The one row of a run that cannot be had.
	 *
	 * @param row the row
	 */
	record Problem(Row row) implements RunRows {

		@Override
		public int largestCell() {
			return 0;
		}

		@Override
		public Instant moment() {
			return TrendRows.momentOf(this.row);
		}

		@Override
		public TrendRows.@Nullable Unsettled unsettled() {
			return null;
		}

		@Override
		public RunRows keptIn(TrendMemory memory) {
			return this;
		}

		@Override
		public void read(RowSink rows) throws IOException {
			rows.accept(this.row);
		}

	}

	/**
	 * Rows that are read off a result as they are needed.
	 *
	 * @param result the result
	 * @param rows its rows
	 * @param counted whether the memory of the result is counted already
	 */
	record OfResult(Representation result, TrendRows rows, boolean counted) implements RunRows {

		static OfResult of(Representation result, RunId run, TrendQuestion question) {
			return new OfResult(result,
					new TrendRows(Body.of(result.content(ContentCoding.IDENTITY)), run, question::includes), false);
		}

		/** Returns the same rows of a result whose memory is counted already. */
		OfResult ofCounted() {
			return new OfResult(this.result, this.rows, true);
		}

		@Override
		public int largestCell() {
			return Body.largestCell(this.result.content(ContentCoding.IDENTITY));
		}

		@Override
		public Instant moment() {
			try {
				return this.rows.moment();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		@Override
		public TrendRows.@Nullable Unsettled unsettled() {
			try {
				return this.rows.unsettled();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		/** The store may forget the result before it has been read. */
		@Override
		public @Nullable RunRows keptIn(TrendMemory memory) {
			return (this.counted || memory.take(this.result.keptBytes())) ? this : written(memory);
		}

		/** Returns what {@link #keptIn} does, and needs the result no longer. */
		@Nullable RunRows written(TrendMemory memory) {
			try {
				WrittenRows written = WrittenRows.of(this.rows, memory.lease());
				return (written != null) ? new Written(written, largestCell(), moment(), unsettled()) : null;
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		@Override
		public void read(RowSink sink) throws IOException {
			this.rows.read(sink);
		}

	}

	/**
	 * Rows that no result is needed for any more.
	 *
	 * @param rows the rows
	 * @param largestCell how many bytes the largest cell takes
	 * @param moment when the run was made
	 * @param unsettled that the run is not settled, or {@code null} if it is
	 */
	record Written(WrittenRows rows, int largestCell, Instant moment,
			TrendRows.@Nullable Unsettled unsettled) implements RunRows {

		@Override
		public RunRows keptIn(TrendMemory memory) {
			return this;
		}

		@Override
		public void read(RowSink sink) throws IOException {
			this.rows.read(sink);
		}

	}

}
