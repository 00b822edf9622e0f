package dev.honeyrelay.views.shape;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A row is a metric of a data point of a result; a data point without metrics is a row,
 * too.
 */
public final class DatapointTable implements ResultTable {

	private static final Column DATAPOINT = Column.text("datapoint_id", "datapoint.datapoint_id");

	private static final Column SESSION = Column.text("session_id", "datapoint.session_id");

	private static final Column PASSED = Column.bool("passed", "datapoint.passed");

	private static final Column VALUE = Column.value("value", "metric.value", "metric.@scalar");

	private static final Column METRIC_PASSED = Column.bool("metric_passed", "metric.passed");

	private static final List<Column> COLUMNS = Stream
		.concat(RUN.stream(), Stream.of(DATAPOINT, SESSION, PASSED, Column.METRIC, Column.EVENT,
				Column.text("event_type", "metric.event_type"), VALUE, METRIC_PASSED))
		.toList();

	private static final Members MEMBERS = Members.of("datapoint.", "datapoint_id", "session_id", "passed", "metrics");

	private static final Members OF_METRIC = Members.of("metric.", "name", "metric_name", "event_name", "event_type",
			"value", "passed");

	@Override
	public List<Column> columns() {
		return COLUMNS;
	}

	@Override
	public Fields reportHeader(Fields header) throws IOException {
		MetricTable.notePassingRanges(header);
		return header;
	}

	@Override
	public void read(Fields header, RowSink rows) throws IOException {
		Body datapoints = header.structure(DATAPOINTS);
		if (datapoints != null) {
			AtomicInteger items = new AtomicInteger();
			datapoints.each(MEMBERS, header, (datapoint) -> {
				if (datapoint.is("datapoint.@object", true)) {
					read(datapoint, items.getAndIncrement(), rows);
				}
			});
		}
	}

	private static void read(Fields datapoint, int item, RowSink rows) throws IOException {
		AtomicBoolean told = new AtomicBoolean();
		Body metrics = datapoint.structure("datapoint.metrics");
		if (metrics != null) {
			metrics.each(OF_METRIC, datapoint, (metric) -> {
				// A scalar without a name says nothing.
				if (metric.is("metric.@object", true) || metric.cell("metric.@name") != null) {
					told.set(true);
					rows.accept(new Row(item, metric));
				}
			});
		}
		if (!told.get()) {
			rows.accept(new Row(item, datapoint));
		}
	}

	@Override
	public Finding finding(Row row) {
		Cell datapoint = row.cell(PASSED);
		Cell metric = row.cell(METRIC_PASSED);
		Cell decisive = (datapoint != null) ? datapoint : metric;
		Finding.Verdict verdict = Finding.Verdict.of(isFalse(decisive), decisive != null);
		String name = Finding.metricOf(row);
		boolean listed = row.cell(Column.METRIC) != null || row.cell(VALUE) != null || metric != null;
		String text = !listed ? "HoneyHive lists no metrics of it." : Finding.textOf(name, row.cell(VALUE),
				row.fields().cell("@min " + name), row.fields().cell("@max " + name));
		Cell id = (row.cell(DATAPOINT) != null) ? row.cell(DATAPOINT) : row.cell(SESSION);
		return new Finding("honeyhive.datapoints", (id != null) ? id.text() : "unnamed", verdict, isFalse(metric),
				text);
	}

	private static boolean isFalse(@Nullable Cell cell) {
		return cell instanceof Cell.Bool(boolean holds) && !holds;
	}

}
