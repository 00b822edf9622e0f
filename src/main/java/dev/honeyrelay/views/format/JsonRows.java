package dev.honeyrelay.views.format;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.honeyrelay.views.shape.Cell;
import dev.honeyrelay.views.shape.Column;
import dev.honeyrelay.views.shape.Row;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;

/**
 * Rows as a bare array of flat objects, all with the same members.
 */
final class JsonRows implements RowWriter {

	private static final JsonFactory JSON = JsonFactory.builder()
		.disable(StreamWriteFeature.AUTO_CLOSE_TARGET, StreamWriteFeature.AUTO_CLOSE_CONTENT)
		.build();

	private final Map<Column, SerializableString> names = new LinkedHashMap<>();

	private final JsonGenerator json;

	JsonRows(List<Column> columns, OutputStream out) throws IOException {
		columns.forEach((column) -> this.names.put(column, new SerializedString(column.name())));
		this.json = JSON.createGenerator(ObjectWriteContext.empty(), out);
		write(this.json::writeStartArray);
	}

	@Override
	public void accept(Row row) throws IOException {
		write(() -> {
			this.json.writeStartObject();
			this.names.forEach((column, name) -> {
				this.json.writeName(name);
				write(row.cell(column));
			});
			this.json.writeEndObject();
		});
	}

	@Override
	public void end() throws IOException {
		write(() -> {
			this.json.writeEndArray();
			this.json.close();
		});
	}

	private void write(@Nullable Cell cell) {
		switch (cell) {
			case Cell.Numeric(String number) -> this.json.writeNumber(number);
			case Cell.Text(String text) -> this.json.writeString(text);
			case Cell.Bool(boolean holds) -> this.json.writeBoolean(holds);
			case null -> this.json.writeNull();
		}
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
