package dev.honeyrelay.views.shape;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import dev.honeyrelay.run.RunId;
import org.jspecify.annotations.Nullable;

/**
 * A row is a run of a list.
 */
public final class RunTable implements Table {

	private static final List<Column> COLUMNS = List.of(Column.text("time", "run.created_at"),
			Column.text("run_id", "run.run_id"), Column.text("name", "run.name"), Column.text("status", "run.status"),
			Column.text("updated_at", "run.updated_at"), Column.text("dataset_id", "run.dataset_id"),
			Column.text("dataset_name", "run.dataset_name"), Column.text("description", "run.description"));

	private static final String HAS_MORE = "pagination.has_next";

	private static final Members LIST = Members.of("", "evaluations", HAS_MORE);

	private static final Members RUNS = Members.of("run.", "created_at", "run_id", "name", "status", "updated_at",
			"dataset_id", "dataset_name", "description");

	/**
	 * Returns what {@code row}, one of this table's, has in that column, or {@code null}.
	 */
	public static @Nullable String textOf(Row row, String column) {
		return COLUMNS.stream()
			.filter((candidate) -> candidate.name().equals(column))
			.map(row::cell)
			.filter(Objects::nonNull)
			.map(Cell::text)
			.findFirst()
			.orElse(null);
	}

	/** Returns whether another page follows, or {@code null} if the list does not say. */
	public static @Nullable Boolean hasMore(Fields header) {
		return (header.cell(HAS_MORE) instanceof Cell.Bool(boolean more)) ? more : null;
	}

	@Override
	public List<Column> columns() {
		return COLUMNS;
	}

	@Override
	public Fields header(Body body, List<RunId> runs) throws IOException {
		return body.read(LIST);
	}

	@Override
	public void read(Fields header, RowSink rows) throws IOException {
		Body list = header.structure("evaluations");
		if (list != null) {
			AtomicInteger items = new AtomicInteger();
			list.each(RUNS, header, (run) -> {
				if (run.is("run.@object", true)) {
					rows.accept(new Row(items.getAndIncrement(), run));
				}
			});
		}
	}

}
