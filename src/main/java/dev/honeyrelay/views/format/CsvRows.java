package dev.honeyrelay.views.format;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Function;

import dev.honeyrelay.views.shape.Cell;
import dev.honeyrelay.views.shape.Column;
import dev.honeyrelay.views.shape.Row;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.FormatSchema;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.dataformat.csv.CsvFactory;
import tools.jackson.dataformat.csv.CsvSchema;
import tools.jackson.dataformat.csv.CsvWriteFeature;

/**
 * Rows as CSV (RFC 4180) with a header line. A text that a spreadsheet would take for a
 * formula begins with an apostrophe; an empty one has quotes, so that it can be told from
 * nothing.
 */
final class CsvRows implements RowWriter {

	// What begins a formula in one spreadsheet or another; the last four as some write
	// them in East Asia.
	private static final String FORMULA = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

	private static final CsvFactory CSV = CsvFactory.builder()
		.disable(StreamWriteFeature.AUTO_CLOSE_TARGET, StreamWriteFeature.AUTO_CLOSE_CONTENT)
		.enable(CsvWriteFeature.STRICT_CHECK_FOR_QUOTING, CsvWriteFeature.ALWAYS_QUOTE_EMPTY_STRINGS)
		.build();

	private final List<Column> columns;

	private final JsonGenerator csv;

	CsvRows(List<Column> columns, OutputStream out) throws IOException {
		this.columns = columns;
		CsvSchema.Builder schema = CsvSchema.builder().setLineSeparator("\r\n");
		columns.forEach((column) -> schema.addColumn(column.name()));
		FormatSchema lines = schema.build();
		this.csv = CSV.createGenerator(new ObjectWriteContext.Base() {
			@Override
			public FormatSchema getSchema() {
				return lines;
			}
		}, out);
		// As a row, so that it is there even where there is no other.
		line((column) -> new Cell.Text(column.name()));
	}

	@Override
	public void accept(Row row) throws IOException {
		line(row::cell);
	}

	private void line(Function<Column, @Nullable Cell> cells) throws IOException {
		write(() -> {
			this.csv.writeStartObject();
			for (Column column : this.columns) {
				this.csv.writeName(column.name());
				write(cells.apply(column));
			}
			this.csv.writeEndObject();
		});
	}

	@Override
	public void end() throws IOException {
		write(this.csv::close);
	}

	private void write(@Nullable Cell cell) {
		switch (cell) {
			case Cell.Numeric(String number) -> this.csv.writeNumber(number);
			case Cell.Text(String text) -> this.csv.writeString(isFormula(text) ? '\'' + text : text);
			case Cell.Bool(boolean holds) -> this.csv.writeBoolean(holds);
			case null -> this.csv.writeNull();
		}
	}

	private static boolean isFormula(String text) {
		return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
	}

	private static void write(Runnable part) throws IOException {
		try {
			part.run();
		}
		catch (JacksonIOException ex) {
			throw ex.getCause();
		}
	}

}
