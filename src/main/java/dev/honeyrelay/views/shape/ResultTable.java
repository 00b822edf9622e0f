package dev.honeyrelay.views.shape;

import java.io.IOException;
import java.util.List;

import dev.honeyrelay.run.RunId;
import org.jspecify.annotations.Nullable;

/**
 * A table that is made of a result: what a result says once, of its run, and where its
 * lists are.
 */
interface ResultTable extends Table {

	/** What a result says of its run's status beside its own. */
	String RUN_STATUS = "run_object.status";

	/** The list of metrics, in releases since the end of 2025. */
	String DETAILS = "metrics.details";

	/** Metrics as members beside others, in older releases. */
	String METRICS = "metrics";

	/** The list of data points. */
	String DATAPOINTS = "datapoints";

	/**
	 * The columns that tell of the run, the same in every table that is made of results.
	 */
	List<Column> RUN = List.of(Column.text("time", "run_object.created_at"), Column.text("run_id", "run_object.run_id"),
			Column.text("run_name", "run_object.name"), Column.text("status", "@status"));

	/** What is looked for in a result. */
	Members RESULT = Members.of("", "status", "error", METRICS, DETAILS, "metrics.aggregation_function", DATAPOINTS,
			"run_object.run_id", "run_object.name", RUN_STATUS, "run_object.created_at");

	@Override
	default Fields header(Body body, List<RunId> runs) throws IOException {
		Fields fields = body.read(RESULT);
		Cell ofRun = fields.cell(RUN_STATUS);
		Cell ofResult = fields.cell("status");
		// HoneyHive says it twice: where it says two things, the one that is not the end.
		boolean second = ofRun == null || (ofResult != null && fields.is(RUN_STATUS, "completed"));
		return fields.with("@status", second ? ofResult : ofRun)
			.otherwise("run_object.run_id", new Cell.Text(runs.getFirst().value()));
	}

	/** Returns the name of the run, or else its id. */
	@Override
	default String title(Fields header) {
		Cell name = header.cell("run_object.name");
		return Finding.nameOf((name != null) ? name : header.cell("run_object.run_id"), null);
	}

	@Override
	default @Nullable String unsettled(Fields header) {
		Cell error = header.cell("error");
		if (error != null && !error.text().isEmpty()) {
			return "HoneyHive reports an error: " + error.text();
		}
		for (String place : List.of("status", RUN_STATUS)) {
			if (!header.isOnly(place, "completed")) {
				if (header.is(place, "completed")) {
					return "HoneyHive says in two ways what the status of the run is.";
				}
				Cell status = header.cell(place);
				return "The run is not completed; its status is " + ((status != null) ? status.text() : "not told")
						+ '.';
			}
		}
		return null;
	}

}
