package dev.honeyrelay.views;

import java.util.EnumSet;
import java.util.Set;

import dev.honeyrelay.run.Operation;
import dev.honeyrelay.views.format.Format;
import dev.honeyrelay.views.shape.ComparisonDatapointTable;
import dev.honeyrelay.views.shape.ComparisonMetricTable;
import dev.honeyrelay.views.shape.DatapointTable;
import dev.honeyrelay.views.shape.MetricTable;
import dev.honeyrelay.views.shape.RunTable;
import dev.honeyrelay.views.shape.Table;

/**
 * The views of single answers. A constant is all there is to adding one whose table is
 * there.
 */
enum View {

	/** The runs of a list. */
	RUNS("runs", "/runs", Operation.RUN_LIST, new RunTable(), EnumSet.of(Format.JSON, Format.CSV)),

	/** The metrics of a result. */
	METRICS("metrics", "/runs/{run}/metrics", Operation.RESULT, new MetricTable(),
			EnumSet.of(Format.JSON, Format.CSV, Format.MARKDOWN, Format.JUNIT)),

	/** The data points of a result. */
	DATAPOINTS("datapoints", "/runs/{run}/datapoints", Operation.RESULT, new DatapointTable(),
			EnumSet.of(Format.JSON, Format.CSV, Format.JUNIT)),

	/** The metrics of a comparison. */
	COMPARISON_METRICS("comparison-metrics", "/runs/{new}/compare/{old}/metrics", Operation.COMPARISON,
			new ComparisonMetricTable(), EnumSet.of(Format.JSON, Format.CSV, Format.MARKDOWN, Format.JUNIT)),

	/** The data points of a comparison. */
	COMPARISON_DATAPOINTS("comparison-datapoints", "/runs/{new}/compare/{old}/datapoints", Operation.COMPARISON,
			new ComparisonDatapointTable(), EnumSet.of(Format.JSON, Format.CSV, Format.JUNIT));

	private final String label;

	private final String path;

	private final Operation operation;

	// A table is a list of columns; it has no state.
	@SuppressWarnings("ImmutableEnumChecker")
	private final Table table;

	@SuppressWarnings("ImmutableEnumChecker")
	private final Set<Format> formats;

	View(String label, String path, Operation operation, Table table, Set<Format> formats) {
		this.label = label;
		this.path = path;
		this.operation = operation;
		this.table = table;
		this.formats = Set.copyOf(formats);
	}

	/** Returns the word for it in the audit log and in names of files. */
	String label() {
		return this.label;
	}

	/** Returns its path, below {@code /views} and without the ending. */
	String path() {
		return this.path;
	}

	/** Returns what HoneyHive is asked. */
	Operation operation() {
		return this.operation;
	}

	/** Returns what the answer is laid out as. */
	Table table() {
		return this.table;
	}

	/** Returns the formats that there are. */
	Set<Format> formats() {
		return this.formats;
	}

}
