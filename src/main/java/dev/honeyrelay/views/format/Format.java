package dev.honeyrelay.views.format;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

import dev.honeyrelay.views.shape.Column;
import dev.honeyrelay.views.shape.Fields;
import dev.honeyrelay.views.shape.RowSource;
import dev.honeyrelay.views.shape.Table;
import org.jspecify.annotations.Nullable;

/**
 * The forms in which rows are there. A path's ending names one.
 */
public enum Format {

	/** For programs. */
	JSON("json", "application/json"),

	/** For spreadsheets. */
	CSV("csv", "text/csv; charset=utf-8; header=present"),

	/** For the summary of a job, or a comment. */
	MARKDOWN("md", "text/markdown; charset=utf-8"),

	/** For CI systems. */
	JUNIT("junit.xml", "application/xml");

	private final String ending;

	private final String type;

	Format(String ending, String type) {
		this.ending = ending;
		this.type = type;
	}

	/**
	 * Returns the format that a path with that {@code ending} asks for, or {@code null}.
	 */
	public static @Nullable Format of(String ending) {
		return Arrays.stream(values()).filter((format) -> format.ending.equals(ending)).findFirst().orElse(null);
	}

	/** Returns what ends the path. */
	public String ending() {
		return this.ending;
	}

	/** Returns the media type. */
	public String type() {
		return this.type;
	}

	private RowWriter open(List<Column> columns, OutputStream out) throws IOException {
		return switch (this) {
			case JSON -> new JsonRows(columns, out);
			case CSV -> new CsvRows(columns, out);
			case MARKDOWN -> new MarkdownRows(columns, out);
			case JUNIT -> throw new UnsupportedOperationException("a report is more than rows");
		};
	}

	/**
	 * Writes {@code rows} with these columns to {@code out}, which stays open.
	 * @throws UnsupportedOperationException if this is no format of mere rows
	 */
	public void write(List<Column> columns, RowSource rows, OutputStream out) throws IOException {
		RowWriter writer = open(columns, out);
		rows.read(writer);
		writer.end();
	}

	/**
	 * Writes {@code table}, of which {@code header} is known, to {@code out}, which stays
	 * open.
	 * @param kept is told how many bytes are kept meanwhile, if they are many
	 */
	public void write(Table table, Fields header, OutputStream out, LongConsumer kept) throws IOException {
		if (this == JUNIT) {
			JunitReport.write(table, header, out, kept);
			return;
		}
		write(table.columns(), (rows) -> table.read(header, rows), out);
	}

}
