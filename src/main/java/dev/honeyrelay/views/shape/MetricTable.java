package dev.honeyrelay.views.shape;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A row is a metric of a result.
 */
public final class MetricTable implements ResultTable {

	private static final Column VALUE = Column.value("value", "metric.aggregate");

	private static final Column MIN = Column.number("passing_min", "metric.passing_range.min");

	private static final Column MAX = Column.number("passing_max", "metric.passing_range.max");

	private static final List<Column> COLUMNS = Stream
		.concat(RUN.stream(),
				Stream.of(Column.METRIC, Column.text("metric_type", "metric.metric_type"), Column.EVENT,
						Column.text("event_type", "metric.event_type"), Column.text("aggregate_function",
								"metric.aggregation_function", "metrics.aggregation_function"),
						VALUE, MIN, MAX))
		.toList();

	private static final String FAILED = "metric.datapoints.failed";

	private static final String PASSED = "metric.datapoints.passed";

	private static final int MOST_RANGES = 1000;

	private static final Members MEMBERS = Members.of("metric.", "metric_name", "name", "metric_type", "event_name",
			"event_type", "aggregation_function", "aggregate", "passing_range.min", "passing_range.max", "passed",
			"datapoints.passed", "datapoints.failed");

	@Override
	public List<Column> columns() {
		return COLUMNS;
	}

	@Override
	public void read(Fields header, RowSink rows) throws IOException {
		AtomicInteger items = new AtomicInteger();
		for (String place : List.of(DETAILS, METRICS)) {
			Body metrics = header.structure(place);
			if (metrics != null && items.get() == 0) {
				metrics.each(MEMBERS, header, (metric) -> {
					if (metric.is("metric.@object", true)) {
						rows.accept(new Row(items.getAndIncrement(), metric));
					}
				});
			}
		}
	}

	@Override
	public Finding finding(Row row) throws IOException {
		Fields metric = row.fields();
		boolean failed = metric.is("metric.passed", false) || metric.hasElements(FAILED);
		boolean passed = metric.is("metric.passed", true) || metric.hasElements(PASSED);
		String name = Finding.metricOf(row);
		String text = Finding.textOf(name, row.cell(VALUE), row.cell(MIN), row.cell(MAX));
		return new Finding("honeyhive.metrics", name, Finding.Verdict.of(failed, passed), failed, text);
	}

	/** Notes in {@code header} the passing ranges of metrics, of a thousand at most. */
	static void notePassingRanges(Fields header) throws IOException {
		new MetricTable().read(header, (row) -> {
			if (row.item() < MOST_RANGES) {
				String name = Finding.metricOf(row);
				header.with("@min " + name, row.cell(MIN)).with("@max " + name, row.cell(MAX));
			}
		});
	}

}
