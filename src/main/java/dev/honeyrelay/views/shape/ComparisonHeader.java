package dev.honeyrelay.views.shape;

import java.io.IOException;
import java.util.List;

import dev.honeyrelay.run.RunId;
import org.jspecify.annotations.Nullable;

/**
 * What a comparison says once: of its runs, and where its metrics are.
 */
final class ComparisonHeader {

	/** The list of metrics, whose members differ between HoneyHive's releases. */
	static final String METRICS = "metrics";

	/** When the new run was created. */
	static final Column TIME = Column.text("time", "new_run.created_at");

	/** The new run. */
	static final Column NEW_RUN = Column.text("new_run_id", "new_run.run_id");

	/** The run that it is compared with. */
	static final Column OLD_RUN = Column.text("old_run_id", "old_run.run_id");

	private static final Members MEMBERS = Members.of("", METRICS, "aggregation_function", "new_run.run_id",
			"new_run.name", "new_run.status", "new_run.created_at", "old_run.run_id", "old_run.name", "old_run.status");

	private ComparisonHeader() {
	}

	/**
	 * Returns what {@code body} says, about {@code runs} if it does not say so itself.
	 */
	static Fields in(Body body, List<RunId> runs) throws IOException {
		return body.read(MEMBERS)
			.otherwise("new_run.run_id", new Cell.Text(runs.getFirst().value()))
			.otherwise("old_run.run_id", new Cell.Text(runs.getLast().value()));
	}

	/** Returns the names of both runs, or else their ids. */
	static String title(Fields header) {
		return nameOf("new_run", header) + " against " + nameOf("old_run", header);
	}

	private static String nameOf(String run, Fields header) {
		Cell name = header.cell(run + ".name");
		return Finding.nameOf((name != null) ? name : header.cell(run + ".run_id"), null);
	}

	/** Returns why a run is not settled, in words, or {@code null} if both are. */
	static @Nullable String unsettled(Fields header) {
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
