package dev.honeyrelay.views.shape;

import java.io.IOException;
import java.util.List;

import dev.honeyrelay.run.RunId;
import org.jspecify.annotations.Nullable;

/**
 * A table that an answer of HoneyHive's is laid out as. Each implementation is a list of
 * columns, with the places where HoneyHive's releases have them, and says which list the
 * rows come from.
 */
public interface Table {

	/** Returns the columns, in the order of the contract. */
	List<Column> columns();

	/**
	 * Returns what {@code body} says once, for all rows.
	 * @param runs the runs that were asked about, for an answer that does not name its
	 * own
	 */
	Fields header(Body body, List<RunId> runs) throws IOException;

	/**
	 * Hands over row after row.
	 * @param header what {@link #header} returned
	 */
	void read(Fields header, RowSink rows) throws IOException;

	/** Returns what a test report is called. */
	default String title(Fields header) {
		return "HoneyHive";
	}

	/**
	 * Returns {@code header} with what only a test report needs.
	 */
	default Fields reportHeader(Fields header) throws IOException {
		return header;
	}

	/**
	 * Returns why no test report may say that all is well, in words, since a run is not
	 * settled; or {@code null} if all are.
	 */
	default @Nullable String unsettled(Fields header) {
		return null;
	}

	/**
	 * Returns what a test report says of {@code row}.
	 * @throws UnsupportedOperationException if this table is not there as a test report
	 */
	default Finding finding(Row row) throws IOException {
		throw new UnsupportedOperationException("not a test report");
	}

}
