package dev.honeyrelay.views.pages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;

import dev.honeyrelay.run.RunId;
import dev.honeyrelay.views.pages.Page.Action;
import dev.honeyrelay.views.pages.Page.Fact;
import dev.honeyrelay.views.pages.Page.Section;
import dev.honeyrelay.views.pages.PageTable.Line;
import dev.honeyrelay.views.shape.Body;
import dev.honeyrelay.views.shape.Cell;
import dev.honeyrelay.views.shape.ComparisonDatapointTable;
import dev.honeyrelay.views.shape.ComparisonMetricTable;
import dev.honeyrelay.views.shape.Fields;
import dev.honeyrelay.views.shape.Row;
import org.jspecify.annotations.Nullable;

/**
 * The page of a comparison: what each metric was and is, and which data points HoneyHive
 * lists, the degraded ones first.
 */
final class ComparisonPage {

	private static final int MOST_METRICS = 500;

	private static final int MOST_FIGURES = 60;

	private static final int MOST_DATAPOINTS = 2000;

	private static final ComparisonMetricTable METRICS = new ComparisonMetricTable();

	private static final ComparisonDatapointTable DATAPOINTS = new ComparisonDatapointTable();

	private static final Cells METRIC = new Cells(METRICS.columns());

	private static final Cells DATAPOINT = new Cells(DATAPOINTS.columns());

	private static final List<String> COLUMNS = List.of("aggregate_function", "old_value", "new_value", "difference",
			"percentage_change", "improved_count", "same_count", "degraded_count");

	private final Asked asked;

	private final RunId newRun;

	private final RunId oldRun;

	private final Fields header;

	private final LongConsumer kept;

	private final Row about;

	private long keptBytes;

	private ComparisonPage(Body body, Asked asked, LongConsumer kept) throws IOException {
		this.asked = asked;
		this.newRun = asked.runs().getFirst();
		this.oldRun = asked.runs().getLast();
		this.header = METRICS.header(body, asked.runs());
		this.kept = kept;
		this.about = new Row(0, this.header);
	}

	/**
	 * Returns the page that {@code body}, a comparison, makes.
	 * @param kept is told how many bytes the page keeps, all in all
	 */
	public static Page of(Body body, Asked asked, LongConsumer kept) throws IOException {
		return new ComparisonPage(body, asked, kept).page();
	}

	private Page page() throws IOException {
		Set<String> names = new LinkedHashSet<>();
		Section metrics = metricSection(names);
		String path = path();
		String newTitle = title("new_run_name", this.newRun);
		String oldTitle = title("old_run_name", this.oldRun);
		return new Page(this.asked.place(),
				newTitle.equals(oldTitle) ? newTitle + ": new against old" : newTitle + " against " + oldTitle,
				"Comparison", null, this.asked.reading().with(METRICS.unsettled(this.header), false), facts(), links(),
				this.asked.choice(path, List.copyOf(names)), List.of(metrics, datapointSection()));
	}

	private String path() {
		return "/runs/" + this.newRun.value() + "/compare/" + this.oldRun.value();
	}

	private String title(String column, RunId run) {
		String name = METRIC.text(this.about, column);
		return PageCell.shown((name != null && !name.isBlank()) ? name : run.value());
	}

	private List<Fact> facts() {
		return List.of(Fact.settled(METRICS.unsettled(this.header)), new Fact("New run", run(this.newRun)),
				new Fact("Old run", run(this.oldRun)), new Fact("New run created", METRIC.time(this.about, "time")));
	}

	private PageCell run(RunId run) {
		return PageCell.id(new Cell.Text(run.value())).leadingTo(this.asked.place().to("/runs/" + run.value()));
	}

	private List<Action> links() {
		List<Action> links = new ArrayList<>();
		links.add(new Action("Swap old and new",
				this.asked.place()
					.to("/runs/" + this.oldRun.value() + "/compare/" + this.newRun.value(), this.asked.query()),
				false));
		links.add(this.asked.toCompare(this.newRun, METRIC.nameForLinks(this.about, "new_run_name"),
				"Compare the new run with another"));
		links.addAll(this.asked.atHoneyHive(this.newRun, "New run in HoneyHive"));
		links.addAll(this.asked.atHoneyHive(this.oldRun, "Old run in HoneyHive"));
		return links;
	}

	private Section metricSection(Set<String> names) throws IOException {
		List<Line> lines = new ArrayList<>();
		List<Figure> figures = new ArrayList<>();
		boolean[] more = new boolean[1];
		METRICS.read(this.header, (row) -> {
			String name = METRIC.text(row, "metric");
			if (name != null && names.size() < Choice.MOST_OPTIONS && Choice.canBeOffered(name) && names.add(name)) {
				this.keptBytes += 64 + 2L * name.length();
			}
			if (!this.asked.includes(name)) {
				return;
			}
			if (lines.size() >= MOST_METRICS) {
				more[0] = true;
				return;
			}
			figure(row, lines.size(), figures);
			lines.add(line(row));
			keep(lines.getLast());
		});
		List<String> notes = new ArrayList<>();
		if (more[0]) {
			notes.add("There are more metrics than are shown here; the files have all of them.");
		}
		PageTable table = new PageTable("Metrics of both runs", PageTable.headings("Metric", "Aggregate", "Old value",
				"New value", "Difference", "Change in %", "Improved", "Same", "Degraded"), lines)
			.withoutEmptyColumns();
		return new Section("metrics", "Metrics", notes, "slope", figures, table,
				this.asked.files(path() + "/metrics", "csv", "json", "md", "junit.xml"),
				"HoneyHive compares no metric of these runs.");
	}

	private static Line line(Row row) {
		List<PageCell> cells = new ArrayList<>();
		// With its event, as above its plot: the numbers take all the room that there is.
		cells.add(new PageCell(METRIC.metric(row).shown(), PageCell.Kind.TEXT, null));
		COLUMNS.forEach((column) -> cells.add(METRIC.shown(row, column)));
		return new Line(false, cells);
	}

	private static void figure(Row row, int line, List<Figure> figures) {
		if (figures.size() >= MOST_FIGURES || METRIC.number(row, "old_value") == null
				|| METRIC.number(row, "new_value") == null) {
			return;
		}
		StringBuilder text = new StringBuilder(METRIC.shown(row, "old_value").text()).append(" to ")
			.append(METRIC.shown(row, "new_value").text());
		for (String change : List.of("improved", "same", "degraded")) {
			String count = METRIC.shown(row, change + "_count").text();
			text.append(count.isEmpty() ? "" : ", " + count + ' ' + change);
		}
		figures.add(new Figure(METRIC.metric(row).shown(), text.toString(), line, null, null, null));
	}

	private Section datapointSection() throws IOException {
		List<Line> degraded = new ArrayList<>();
		List<Line> others = new ArrayList<>();
		boolean[] more = new boolean[1];
		DATAPOINTS.read(this.header, (row) -> {
			if (!this.asked.includes(DATAPOINT.text(row, "metric"))) {
				return;
			}
			boolean failed = "degraded".equals(DATAPOINT.text(row, "change"));
			List<Line> lines = failed ? degraded : others;
			if (lines.size() >= MOST_DATAPOINTS) {
				more[0] = true;
				return;
			}
			lines.add(new Line(failed,
					List.of(PageCell.word(String.valueOf(DATAPOINT.text(row, "change"))),
							DATAPOINT.shown(row, "metric"), DATAPOINT.shown(row, "event_name"),
							PageCell.id(DATAPOINT.cell(row, "datapoint_id")))));
			keep(lines.getLast());
		});
		boolean cut = more[0] || degraded.size() + others.size() > MOST_DATAPOINTS;
		others.stream().limit((long) MOST_DATAPOINTS - degraded.size()).forEach(degraded::add);
		String note = cut
				? "This page shows " + MOST_DATAPOINTS
						+ " lines, degraded ones first. There are more; the files have all of them."
				: "Degraded ones first.";
		return new Section("datapoints", "Data points", List.of(note), "", List.of(),
				new PageTable("Data points of both runs", PageTable.headings("Change", "Metric", "Event", "Data point"),
						degraded),
				this.asked.files(path() + "/datapoints", "csv", "json", "junit.xml"),
				"HoneyHive lists no data point of these runs as improved, degraded or the same.");
	}

	private void keep(Line line) {
		this.keptBytes += line.cells().stream().mapToInt(PageCell::footprint).sum();
		this.kept.accept(this.keptBytes);
	}

}
