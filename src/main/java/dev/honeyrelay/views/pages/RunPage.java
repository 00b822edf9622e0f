package dev.honeyrelay.views.pages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;

import dev.honeyrelay.run.Parameters.Parameter;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.views.pages.Page.Action;
import dev.honeyrelay.views.pages.Page.Fact;
import dev.honeyrelay.views.pages.Page.Section;
import dev.honeyrelay.views.pages.PageTable.Line;
import dev.honeyrelay.views.shape.Body;
import dev.honeyrelay.views.shape.Cell;
import dev.honeyrelay.views.shape.DatapointTable;
import dev.honeyrelay.views.shape.Fields;
import dev.honeyrelay.views.shape.MetricTable;
import dev.honeyrelay.views.shape.Row;
import org.jspecify.annotations.Nullable;

/**
 * The page of one run: its metrics and its data points, those that failed first.
 */
final class RunPage {

	/** So many data points are shown. */
	static final int MOST_DATAPOINTS = 2000;

	/** So many metrics are shown. */
	static final int MOST_METRICS = 24;

	private static final int MOST_ROWS = 1000;

	private static final List<String> KEPT = List.of("metric", "metric_type", "event_name", "event_type",
			"aggregate_function", "value");

	private static final MetricTable METRICS = new MetricTable();

	private static final DatapointTable DATAPOINTS = new DatapointTable();

	private static final Cells METRIC = new Cells(METRICS.columns());

	private static final Cells DATAPOINT = new Cells(DATAPOINTS.columns());

	private final Asked asked;

	private final RunId run;

	private final Fields header;

	private final LongConsumer kept;

	private final Row about;

	private final Set<String> names = new LinkedHashSet<>();

	private long keptBytes;

	private RunPage(Body body, Asked asked, LongConsumer kept) throws IOException {
		this.asked = asked;
		this.run = asked.runs().getFirst();
		this.header = METRICS.header(body, asked.runs());
		this.kept = kept;
		this.about = new Row(0, this.header);
	}

	/**
	 * Returns the page that {@code body}, a result, makes.
	 * @param kept is told how many bytes the page keeps, all in all
	 */
	public static Page of(Body body, Asked asked, LongConsumer kept) throws IOException {
		return new RunPage(body, asked, kept).page();
	}

	private Page page() throws IOException {
		List<Row> metrics = new ArrayList<>();
		boolean[] more = new boolean[1];
		METRICS.read(this.header, (row) -> {
			String name = METRIC.text(row, "metric");
			if (metrics.size() >= MOST_ROWS) {
				more[0] = true;
			}
			else if (this.asked.includes(name)) {
				metrics.add(row);
				KEPT.forEach((column) -> keep(METRIC.text(row, column)));
			}
			offer(name);
		});
		List<Section> sections = List.of(metricSection(metrics, more[0]), datapointSection(metrics));
		String name = METRIC.text(this.about, "run_name");
		String status = METRIC.text(this.about, "status");
		String title = (name != null && !name.isBlank()) ? name : this.run.value();
		return new Page(this.asked.place(), PageCell.shown(title), "Run",
				(status != null) ? PageCell.shown(status) : null,
				this.asked.reading().with(METRICS.unsettled(this.header), PageCell.isEnded(status)), facts(), links(),
				this.asked.choice(path(), List.copyOf(this.names)), sections);
	}

	private void offer(@Nullable String name) {
		if (name != null && this.names.size() < Choice.MOST_OPTIONS && Choice.canBeOffered(name)
				&& this.names.add(name)) {
			keep(name);
		}
	}

	private void keep(@Nullable String text) {
		this.keptBytes += 64 + ((text != null) ? 2L * text.length() : 0);
		this.kept.accept(this.keptBytes);
	}

	private String path() {
		return "/runs/" + this.run.value();
	}

	private List<Fact> facts() {
		return List.of(Fact.settled(METRICS.unsettled(this.header)),
				new Fact("Run id", PageCell.id(new Cell.Text(this.run.value()))),
				new Fact("Created", METRIC.time(this.about, "time")));
	}

	private List<Action> links() {
		List<Action> links = new ArrayList<>();
		String name = METRIC.nameForLinks(this.about, "run_name");
		links.add(this.asked.toCompare(this.run, name, "Compare with another run"));
		if (name != null) {
			links.add(new Action("Trend of this name",
					this.asked.place().to("/trend", List.of(new Parameter("name", name))), false));
		}
		links.addAll(this.asked.atHoneyHive(this.run, "Open in HoneyHive"));
		return links;
	}

	private Section metricSection(List<Row> metrics, boolean more) {
		String name = METRIC.nameForLinks(this.about, "run_name");
		List<Line> lines = new ArrayList<>();
		for (Row row : metrics) {
			PageCell metric = METRIC.shown(row, "metric");
			String raw = METRIC.nameForLinks(row, "metric");
			if (name != null && raw != null) {
				metric = metric.leadingTo(this.asked.place()
					.to("/trend", List.of(new Parameter("name", name), new Parameter(Asked.METRIC, raw))));
			}
			lines.add(new Line(false,
					List.of(metric, METRIC.shown(row, "event_name"), METRIC.shown(row, "metric_type"),
							METRIC.shown(row, "aggregate_function"), METRIC.shown(row, "value"),
							new PageCell(METRIC.range(row), PageCell.Kind.TEXT, null))));
		}
		List<String> notes = more ? List.of("There are more metrics than are shown here; the files have all of them.")
				: List.of();
		return new Section("metrics", "Metrics", notes, "", List.of(),
				new PageTable("Metrics of the run",
						PageTable.headings("Metric", "Event", "Type", "Aggregate", "Value", "Passing range"), lines)
					.withoutEmptyColumns(),
				files("metrics", "csv", "json", "md", "junit.xml"), "HoneyHive has no metric of this run.");
	}

	private Section datapointSection(List<Row> metrics) throws IOException {
		Pivot pivot = new Pivot(PageTable.headings("Result", "Data point"), MOST_DATAPOINTS, MOST_METRICS,
				(bytes) -> this.kept.accept(this.keptBytes + bytes));
		new Datapoints(pivot).read();
		if (pivot.hasMetricsLeftOut()) {
			// Lines that are not shown may have taken the columns of those that are.
			pivot = pivot.ofMetricsShown();
			new Datapoints(pivot).read();
		}
		List<String> notes = new ArrayList<>();
		if (pivot.hasLinesLeftOut()) {
			notes.add("This page shows " + MOST_DATAPOINTS
					+ " data points, failed ones first. There are more; the files have all of them.");
		}
		else {
			notes.add("Failed ones first.");
		}
		if (pivot.hasMetricsLeftOut()) {
			notes.add("It shows " + pivot.metrics() + " metrics. There are more; choose one above, or take the files.");
		}
		return new Section("datapoints", "Data points", notes, "strip", figures(pivot, metrics),
				pivot.table("Data points of the run"), files("datapoints", "csv", "json", "junit.xml"),
				"HoneyHive has no data point of this run.");
	}

	private static List<Figure> figures(Pivot pivot, List<Row> metrics) {
		Map<Pivot.Metric, Row> known = new LinkedHashMap<>();
		metrics.forEach((row) -> known.putIfAbsent(METRIC.metric(row), row));
		List<Figure> figures = new ArrayList<>();
		pivot.numericColumns().forEach((metric, column) -> {
			String name = pivot.nameOf(metric);
			Row row = rowOf(metric, known);
			figures.add((row != null) ? figure(name, column, row) : new Figure(name, "", column, null, null, null));
		});
		return figures;
	}

	// A data point may leave out the type of the event that its metric is of.
	private static @Nullable Row rowOf(Pivot.Metric metric, Map<Pivot.Metric, Row> known) {
		Row row = known.get(metric);
		if (row != null) {
			return row;
		}
		List<Row> possible = known.keySet().stream().filter(metric::mayBe).map(known::get).toList();
		return (possible.size() == 1) ? possible.getFirst() : null;
	}

	private static Figure figure(String name, int column, Row row) {
		PageCell function = METRIC.shown(row, "aggregate_function");
		PageCell value = METRIC.shown(row, "value");
		String range = METRIC.range(row);
		String text = (value.text().isEmpty() ? ""
				: (function.text().isEmpty() ? "aggregate" : function.text()) + ' ' + value.text())
				+ (range.isEmpty() ? "" : (value.text().isEmpty() ? "" : ", ") + "passing " + range);
		return new Figure(name, text, column, METRIC.number(row, "value"), METRIC.number(row, "passing_min"),
				METRIC.number(row, "passing_max"));
	}

	private List<Action> files(String view, String... endings) {
		return this.asked.files(path() + '/' + view, endings);
	}

	/**
	 * Reads data points, all of whose metrics follow each other.
	 */
	private final class Datapoints {

		private final Pivot pivot;

		private Pivot.@Nullable Thing thing;

		private int item = -1;

		private boolean failed;

		private Datapoints(Pivot pivot) {
			this.pivot = pivot;
		}

		private void read() throws IOException {
			DATAPOINTS.read(RunPage.this.header, this::accept);
			end();
		}

		private void accept(Row row) {
			Cell passed = DATAPOINT.cell(row, "passed");
			if (row.item() != this.item || this.thing == null) {
				end();
				this.item = row.item();
				this.failed = isFalse(passed);
				Cell id = DATAPOINT.cell(row, "datapoint_id");
				this.thing = this.pivot.thing(List.of(PageCell.verdict(passed),
						PageCell.id((id != null) ? id : DATAPOINT.cell(row, "session_id"))));
			}
			Cell value = DATAPOINT.cell(row, "value");
			Cell verdict = DATAPOINT.cell(row, "metric_passed");
			this.failed |= passed == null && isFalse(verdict);
			String metric = DATAPOINT.text(row, "metric");
			offer(metric);
			if ((metric != null || value != null) && RunPage.this.asked.includes(metric)) {
				PageCell cell = PageCell.of(value);
				this.thing.note(DATAPOINT.metric(row), isFalse(verdict) ? cell.failed() : cell);
			}
		}

		private void end() {
			if (this.thing != null) {
				this.pivot.add(this.thing, this.failed);
			}
		}

		private static boolean isFalse(@Nullable Cell cell) {
			return cell instanceof Cell.Bool(boolean holds) && !holds;
		}

	}

}
