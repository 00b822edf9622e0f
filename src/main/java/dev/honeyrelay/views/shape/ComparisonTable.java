package dev.honeyrelay.views.shape;

import java.io.IOException;
import java.util.List;

import dev.honeyrelay.run.RunId;
import org.jspecify.annotations.Nullable;

/**
 * A table that is made of a comparison: what a comparison says once, of its runs, and
 * where its metrics are.
 */
interface ComparisonTable extends Table {

	/** The list of metrics, whose members differ between HoneyHive's releases. */
	String METRICS = "metrics";

	/** When the new run was created. */
	Column TIME = Column.text("time", "new_run.created_at");

	/** The new run. */
	Column NEW_RUN = Column.text("new_run_id", "new_run.run_id");

	/** The run that it is compared with. */
	Column OLD_RUN = Column.text("old_run_id", "old_run.run_id");

	/** What is looked for in a comparison. */
	Members COMPARISON = Members.of("", METRICS, "aggregation_function", "new_run.run_id", "new_run.name",
			"new_run.status", "new_run.created_at", "old_run.run_id", "old_run.name", "old_run.status");

	@Override
	default Fields header(Body body, List<RunId> runs) throws IOException {
		return body.read(COMPARISON)
			.otherwise("new_run.run_id", new Cell.Text(runs.getFirst().value()))
			.otherwise("old_run.run_id", new Cell.Text(runs.getLast().value()));
	}

	/** Returns the names of both runs, or else their ids. */
	@Override
	default String title(Fields header) {
		return nameOf("new_run", header) + " against " + nameOf("old_run", header);
	}

	private static String nameOf(String run, Fields header) {
		Cell name = header.cell(run + ".name");
		return Finding.nameOf((name != null) ? name : header.cell(run + ".run_id"), null);
	}

	@Override
	default @Nullable String unsettled(Fields header) {
		for (String run : List.of("new_run", "old_run")) {
			if (!header.isOnly(run + ".status", "completed")) {
				Cell status = header.cell(run + ".status");
				return "The run " + Finding.nameOf(header.cell(run + ".run_id"), null)
						+ " is not completed; its status is " + ((status != null) ? status.text() : "not told") + '.';
			}
		}
		return null;
	}

}
