package dev.honeyrelay.views.shape;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * A row is a metric of a comparison, in any of its three shapes.
 */
public final class ComparisonMetricTable implements ComparisonTable {

	private static final Column OLD_VALUE = Column.value("old_value", "metric.old_aggregate", "metric.old_value");

	private static final Column NEW_VALUE = Column.value("new_value", "metric.new_aggregate", "metric.new_value");

	private static final Column DEGRADED = Column.number("degraded_count", "metric.degraded_count");

	private static final List<Column> COLUMNS = List.of(TIME, NEW_RUN, OLD_RUN,
			Column.text("new_run_name", "new_run.name"), Column.text("old_run_name", "old_run.name"), Column.METRIC,
			Column.text("metric_type", "metric.metric_type"), Column.EVENT,
			Column.text("event_type", "metric.event_type"),
			Column.text("aggregate_function", "metric.aggregation_function", "aggregation_function"), OLD_VALUE,
			NEW_VALUE, Column.number("difference", "metric.difference", "metric.delta"),
			Column.number("percentage_change", "metric.percentage_change", "metric.percent_change"),
			Column.number("found_count", "metric.found_count"),
			Column.number("improved_count", "metric.improved_count"), DEGRADED,
			Column.number("same_count", "metric.same_count"));

	private static final Members MEMBERS = Members.of("metric.", "metric_name", "name", "metric_type", "event_name",
			"event_type", "aggregation_function", "old_aggregate", "old_value", "new_aggregate", "new_value",
			"difference", "delta", "percentage_change", "percent_change", "found_count", "improved_count",
			"degraded_count", "same_count", "degraded", "passed");

	private static final Pattern ZERO = Pattern.compile("-?0(\\.0+)?([eE].*)?");

	@Override
	public List<Column> columns() {
		return COLUMNS;
	}

	@Override
	public void read(Fields header, RowSink rows) throws IOException {
		Body metrics = header.structure(METRICS);
		if (metrics != null) {
			AtomicInteger items = new AtomicInteger();
			metrics.each(MEMBERS, header, (metric) -> {
				if (metric.is("metric.@object", true)) {
					rows.accept(new Row(items.getAndIncrement(), metric));
				}
			});
		}
	}

	@Override
	public Finding finding(Row row) throws IOException {
		Fields metric = row.fields();
		Cell degraded = row.cell(DEGRADED);
		boolean counted = degraded != null && !ZERO.matcher(degraded.text()).matches();
		boolean listed = metric.hasElements("metric.degraded");
		boolean failed = counted || listed || metric.is("metric.passed", false);
		boolean told = degraded != null || metric.is("metric.passed", true) || metric.hasList("metric.degraded");
		String name = Finding.metricOf(row);
		String text = name + ": " + Finding.told(row.cell(NEW_VALUE)) + ", before: "
				+ Finding.told(row.cell(OLD_VALUE));
		if (listed && !counted) {
			text += ", degraded data points: " + ((degraded != null) ? "none counted, but some listed" : "some listed");
		}
		else if (degraded != null) {
			text += ", degraded data points: " + degraded.text();
		}
		return new Finding("honeyhive.comparison", name, Finding.Verdict.of(failed, told), failed, text);
	}

}
