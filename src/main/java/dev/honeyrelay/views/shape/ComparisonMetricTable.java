package dev.honeyrelay.views.shape;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import dev.honeyrelay.run.RunId;
import org.jspecify.annotations.Nullable;

/**
 * A row is a metric of a comparison, in any of its three shapes.
 */
public final class ComparisonMetricTable implements Table {

	private static final Column METRIC = Column.text("metric", "metric.metric_name", "metric.name", "metric.@name");

	private static final Column EVENT = Column.text("event_name", "metric.event_name");

	private static final Column OLD_VALUE = Column.value("old_value", "metric.old_aggregate", "metric.old_value");

	private static final Column NEW_VALUE = Column.value("new_value", "metric.new_aggregate", "metric.new_value");

	private static final Column DEGRADED = Column.number("degraded_count", "metric.degraded_count");

	private static final List<Column> COLUMNS = List.of(ComparisonHeader.TIME, ComparisonHeader.NEW_RUN,
			ComparisonHeader.OLD_RUN, Column.text("new_run_name", "new_run.name"),
			Column.text("old_run_name", "old_run.name"), METRIC, Column.text("metric_type", "metric.metric_type"),
			EVENT, Column.text("event_type", "metric.event_type"),
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
	public Fields header(Body body, List<RunId> runs) throws IOException {
		return ComparisonHeader.in(body, runs);
	}

	@Override
	public void read(Fields header, RowSink rows) throws IOException {
		Body metrics = header.structure(ComparisonHeader.METRICS);
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
	public String title(Fields header) {
		return ComparisonHeader.title(header);
	}

	@Override
	public @Nullable String unsettled(Fields header) {
		return ComparisonHeader.unsettled(header);
	}

	@Override
	public Finding finding(Row row) throws IOException {
		Fields metric = row.fields();
		Cell degraded = row.cell(DEGRADED);
		boolean counted = degraded != null && !ZERO.matcher(degraded.text()).matches();
		boolean failed = counted || metric.is("metric.passed", false) || metric.hasElements("metric.degraded");
		boolean told = degraded != null || metric.is("metric.passed", true) || metric.hasList("metric.degraded");
		String name = Finding.nameOf(row.cell(METRIC), row.cell(EVENT));
		String text = Finding.textOf(name, row.cell(NEW_VALUE), null, null) + ", before: "
				+ Finding.textOf(name, row.cell(OLD_VALUE), null, null).substring(name.length() + 2)
				+ ((degraded != null) ? ", degraded data points: " + degraded.text() : "");
		return new Finding("honeyhive.comparison", name, Finding.Verdict.of(failed, told), failed, text);
	}

}
