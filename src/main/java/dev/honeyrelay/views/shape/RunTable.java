package dev.honeyrelay.views.shape;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.honeyrelay.run.RunId;

/**
 * A row is a run of a list.
 */
public final class RunTable implements Table {

	private static final List<Column> COLUMNS = List.of(Column.text("time", "run.created_at"),
			Column.text("run_id", "run.run_id"), Column.text("name", "run.name"), Column.text("status", "run.status"),
			Column.text("updated_at", "run.updated_at"), Column.text("dataset_id", "run.dataset_id"),
			Column.text("dataset_name", "run.dataset_name"), Column.text("description", "run.description"));

	private static final Members LIST = Members.of("", "evaluations");

	private static final Members RUNS = Members.of("run.", "created_at", "run_id", "name", "status", "updated_at",
			"dataset_id", "dataset_name", "description");

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
