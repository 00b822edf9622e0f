package dev.honeyrelay.views.shape;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * A row is a data point of a metric of a comparison which HoneyHive lists as improved,
 * degraded or the same.
 */
public final class ComparisonDatapointTable implements ComparisonTable {

	private static final String DEGRADED = "degraded";

	private static final List<String> CHANGES = List.of("improved", DEGRADED, "same");

	private static final Column DATAPOINT = Column.text("datapoint_id", "datapoint.@scalar", "datapoint.datapoint_id",
			"datapoint.session_id", "datapoint.id");

	private static final Column CHANGE = Column.text("change", "@change");

	private static final List<Column> COLUMNS = List.of(TIME, NEW_RUN, OLD_RUN, Column.METRIC, Column.EVENT, DATAPOINT,
			CHANGE);

	private static final Members LISTS = Members.of("metric.", "metric_name", "name", "event_name", "improved",
			DEGRADED, "same");

	private static final Members DATAPOINTS = Members.of("datapoint.", "datapoint_id", "session_id", "id");

	@Override
	public List<Column> columns() {
		return COLUMNS;
	}

	@Override
	public void read(Fields header, RowSink rows) throws IOException {
		Body metrics = header.structure(METRICS);
		if (metrics != null) {
			AtomicInteger items = new AtomicInteger();
			metrics.each(LISTS, header, (metric) -> {
				for (String change : CHANGES) {
					read(metric, change, items, rows);
				}
			});
		}
	}

	private static void read(Fields metric, String change, AtomicInteger items, RowSink rows) throws IOException {
		Body list = metric.structure("metric." + change);
		if (list != null && list.isList()) {
			list.each(DATAPOINTS, metric, (datapoint) -> {
				Row row = new Row(items.get(), datapoint.with("@change", new Cell.Text(change)));
				if (row.cell(DATAPOINT) != null) {
					items.incrementAndGet();
					rows.accept(row);
				}
			});
		}
	}

	@Override
	public Finding finding(Row row) {
		boolean degraded = row.fields().is("@change", DEGRADED);
		String metric = Finding.metricOf(row);
		return new Finding(metric, String.valueOf(textOf(row.cell(DATAPOINT))), Finding.Verdict.of(degraded, true),
				degraded, metric + ": " + textOf(row.cell(CHANGE)));
	}

	private static @Nullable String textOf(@Nullable Cell cell) {
		return (cell != null) ? cell.text() : null;
	}

}
