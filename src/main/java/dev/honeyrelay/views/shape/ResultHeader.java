package dev.honeyrelay.views.shape;

import java.io.IOException;
import java.util.List;

import dev.honeyrelay.run.RunId;
import org.jspecify.annotations.Nullable;

/**
 * What a result says once: of its run, and where its lists are.
 */
final class ResultHeader {

	private static final String RUN_STATUS = "run_object.status";

	/** The list of metrics, in releases since the end of 2025. */
	static final String DETAILS = "metrics.details";

	/** Metrics as members beside others, in older releases. */
	static final String METRICS = "metrics";

	/** The list of data points. */
	static final String DATAPOINTS = "datapoints";

	/**
	 * The columns that tell of the run, the same in every table that is made of results.
	 */
	static final List<Column> RUN = List.of(Column.text("time", "run_object.created_at"),
			Column.text("run_id", "run_object.run_id"), Column.text("run_name", "run_object.name"),
			Column.text("status", "@status"));

	private static final Members MEMBERS = Members.of("", "status", "error", METRICS, DETAILS,
			"metrics.aggregation_function", DATAPOINTS, "run_object.run_id", "run_object.name", RUN_STATUS,
			"run_object.created_at");

	private ResultHeader() {
	}

	/** Returns what {@code body} says, about {@code run} if it does not say so itself. */
	static Fields in(Body body, RunId run) throws IOException {
		Fields fields = body.read(MEMBERS);
		Cell ofRun = fields.cell(RUN_STATUS);
		Cell ofResult = fields.cell("status");
		// HoneyHive says it twice: where it says two things, the one that is not the end.
		boolean second = ofRun == null || (ofResult != null && fields.is(RUN_STATUS, "completed"));
		return fields.with("@status", second ? ofResult : ofRun)
			.otherwise("run_object.run_id", new Cell.Text(run.value()));
	}

	/** Returns the name of the run, or else its id. */
	static String title(Fields header) {
		Cell name = header.cell("run_object.name");
		return Finding.nameOf((name != null) ? name : header.cell("run_object.run_id"), null);
	}

	/** Returns why the run is not settled, in words, or {@code null} if it is. */
	static @Nullable String unsettled(Fields fields) {
		Cell error = fields.cell("error");
		if (error != null && !error.text().isEmpty()) {
			return "HoneyHive reports an error: " + error.text();
		}
		for (String place : List.of("status", RUN_STATUS)) {
			if (!fields.isOnly(place, "completed")) {
				if (fields.is(place, "completed")) {
					return "HoneyHive says in two ways what the status of the run is.";
				}
				Cell status = fields.cell(place);
				return "The run is not completed; its status is " + ((status != null) ? status.text() : "not told")
						+ '.';
			}
		}
		return null;
	}

}
