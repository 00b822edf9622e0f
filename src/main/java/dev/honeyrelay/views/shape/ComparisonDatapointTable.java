package dev.honeyrelay.views.shape;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.honeyrelay.run.RunId;
import org.jspecify.annotations.Nullable;

/**
 * A row is a data point of a metric of a comparison which HoneyHive lists as improved,
 * degraded or the same.
 */
public final class ComparisonDatapointTable implements Table {

	private static final String DEGRADED = "degraded";

	private static final List<String> CHANGES = List.of("improved", DEGRADED, "same");

	private static final Column METRIC = Column.text("metric", "metric.metric_name", "metric.name", "metric.@name");

	private static final Column EVENT = Column.text("event_name", "metric.event_name");

	private static final Column DATAPOINT = Column.text("datapoint_id", "datapoint.@scalar", "datapoint.datapoint_id",
			"datapoint.session_id", "datapoint.id");

	private static final Column CHANGE = Column.text("change", "@change");

	private static final List<Column> COLUMNS = List.of(ComparisonHeader.TIME, ComparisonHeader.NEW_RUN,
			ComparisonHeader.OLD_RUN, METRIC, EVENT, DATAPOINT, CHANGE);

	private static final Members METRICS = Members.of("metric.", "metric_name", "name", "event_name", "improved",
			DEGRADED, "same");

	private static final Members DATAPOINTS = Members.of("datapoint.", "datapoint_id", "session_id", "id");

	@Override
	public List<Column> columns() {
		return COLUMNS;
	}

	@Override
	public Fields header(Body body, List<RunId> runs) throws IOException {
		return ComparisonHeader.in(body, runs);
	}

	@Override
	public void read(Fields header, RowSink rows) throws IOException {
		Body metrics = header.structure(ComparisonHeader.METRICS);
		if (metrics != null) {
			AtomicInteger items = new AtomicInteger();
			metrics.each(METRICS, header, (metric) -> {
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
	public String title(Fields header) {
		return ComparisonHeader.title(header);
	}

	@Override
	public @Nullable String unsettled(Fields header) {
		return ComparisonHeader.unsettled(header);
	}

	@Override
	public Finding finding(Row row) {
		boolean degraded = row.fields().is("@change", DEGRADED);
		String metric = Finding.nameOf(row.cell(METRIC), row.cell(EVENT));
		return new Finding(metric, String.valueOf(textOf(row.cell(DATAPOINT))), Finding.Verdict.of(degraded, true),
				degraded, metric + ": " + textOf(row.cell(CHANGE)));
	}

	private static @Nullable String textOf(@Nullable Cell cell) {
		return (cell != null) ? cell.text() : null;
	}

}
