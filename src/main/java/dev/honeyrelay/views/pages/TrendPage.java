package dev.honeyrelay.views.pages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

import dev.honeyrelay.run.Parameters.Parameter;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.views.pages.Choice.Field;
import dev.honeyrelay.views.pages.Page.Action;
import dev.honeyrelay.views.pages.Page.Section;
import dev.honeyrelay.views.shape.Row;
import dev.honeyrelay.views.shape.RowSource;
import dev.honeyrelay.views.shape.TrendRows;
import org.jspecify.annotations.Nullable;

/**
 * The page of a trend: a line for each run, the oldest first, and a column for each
 * metric. Without a name it only asks for one.
 */
public final class TrendPage {

	private static final String PATH = "/trend";

	private static final String NAME = "name";

	private static final String PREFIX = "name_prefix";

	private static final String RUN_IDS = "run_ids";

	private static final String LAST = "last";

	/** The parameters that are filled in on it. */
	public static final Set<String> FIELDS = Set.of(NAME, PREFIX, RUN_IDS, LAST, Asked.METRIC);

	private static final int USUAL = 20;

	private static final int MOST_RUNS = 50;

	private static final Cells CELLS = new Cells(TrendRows.COLUMNS);

	private static final List<String> LENGTHS = List.of("5", "10", "30", "50");

	private TrendPage() {
	}

	/**
	 * Returns the page that {@code rows} make.
	 * @param unsettled the runs that are not settled
	 * @param kept is told how many bytes the page keeps, all in all
	 */
	public static Page of(RowSource rows, List<TrendRows.Unsettled> unsettled, Asked asked, LongConsumer kept)
			throws IOException {
		Pivot pivot = new Pivot(PageTable.headings("Run", "Created", "Status"), MOST_RUNS, RunPage.MOST_METRICS, kept);
		Runs runs = new Runs(pivot, asked,
				unsettled.stream().map(TrendRows.Unsettled::run).collect(Collectors.toUnmodifiableSet()));
		runs.read(rows);
		Reading reading = asked.reading().with(told(unsettled), !runs.goingOn).without(runs.missing, runs.lines);
		return page(asked, reading, runs, section(pivot, asked), pivot.metricNames());
	}

	/** Returns the page that asks for a name. */
	public static Page empty(Place place, List<Parameter> query) {
		return new Page(place, "Trend", "Metrics over several runs", null, null, List.of(), List.of(),
				choice(place, query, List.of()), List.of());
	}

	// Returns which runs are not settled, in words.
	private static @Nullable String told(List<TrendRows.Unsettled> unsettled) {
		if (unsettled.isEmpty()) {
			return null;
		}
		TrendRows.Unsettled first = unsettled.getFirst();
		return (unsettled.size() == 1) ? "Run " + PageCell.shown(first.run()) + ": " + first.why()
				: unsettled.size() + " runs are not settled: "
						+ unsettled.stream().map(TrendRows.Unsettled::run).collect(Collectors.joining(", ")) + '.';
	}

	private static Page page(Asked asked, Reading reading, Runs runs, Section section, List<String> metrics) {
		String name = Choice.valueOf(NAME, asked.query());
		String prefix = Choice.valueOf(PREFIX, asked.query());
		String title = !name.isEmpty() ? name : (!prefix.isEmpty() ? prefix + '\u2026' : "Several runs");
		List<Action> links = new ArrayList<>();
		// Where as many lines are shown as were asked for, there may be more runs.
		String last = Choice.valueOf(LAST, asked.query());
		boolean all = runs.lines < (last.isEmpty() ? USUAL : Integer.parseInt(last));
		if (!name.isEmpty() && (runs.completed > 0 || !all)) {
			List<Parameter> named = List.of(new Parameter(NAME, name));
			links.add(new Action("Newest run", asked.place().to("/runs/@latest", named), false));
			if (runs.completed > 1 || !all) {
				links.add(new Action("Newest against the one before",
						asked.place().to("/runs/@latest/compare/@previous", named), false));
			}
		}
		return new Page(asked.place(), PageCell.shown(title), "Trend", null, reading, List.of(), links,
				choice(asked.place(), asked.query(), metrics), List.of(section));
	}

	private static Section section(Pivot pivot, Asked asked) {
		List<Figure> figures = new ArrayList<>();
		pivot.numericColumns()
			.forEach((metric, column) -> figures.add(new Figure(pivot.nameOf(metric), "", column, null, null, null)));
		List<String> notes = new ArrayList<>();
		notes.add("The oldest run first.");
		if (pivot.hasMetricsLeftOut()) {
			notes.add("It shows " + RunPage.MOST_METRICS
					+ " metrics. There are more; name some with metric=, or take the files.");
		}
		return new Section("trend", "Metrics over runs", notes, "line", figures, pivot.table("Metrics over runs"),
				asked.trendFiles(PATH), "HoneyHive lists no such run.");
	}

	private static Choice choice(Place place, List<Parameter> query, List<String> metrics) {
		List<Field> fields = new ArrayList<>(
				Choice.kept(Choice.without(query, NAME, PREFIX, RUN_IDS, LAST, Asked.METRIC)));
		// Only one of them can be asked for.
		boolean ids = !Choice.valueOf(RUN_IDS, query).isEmpty();
		if (ids) {
			fields.add(Choice.words(RUN_IDS, "Ids of the runs", query));
		}
		else if (!Choice.valueOf(PREFIX, query).isEmpty()) {
			fields.add(Choice.words(PREFIX, "What the names of the runs begin with", query));
		}
		else {
			fields.add(Choice.words(NAME, "Whole name of the runs", query));
		}
		fields.add(Choice.words(Asked.METRIC, "Metric", metrics, query));
		fields.add(Choice.oneOf(LAST, "Runs", ids ? "all" : "the last " + USUAL, LENGTHS, query));
		return new Choice(place.to(PATH), fields, "Show");
	}

	/**
	 * Reads runs, all of whose metrics follow each other.
	 */
	private static final class Runs {

		private final Pivot pivot;

		private final Asked asked;

		private Pivot.@Nullable Thing thing;

		private @Nullable String last;

		private final Set<String> unsettled;

		private int lines;

		private int completed;

		private int missing;

		// Of those that are not settled.
		private boolean goingOn;

		private Runs(Pivot pivot, Asked asked, Set<String> unsettled) {
			this.unsettled = unsettled;
			this.pivot = pivot;
			this.asked = asked;
		}

		private void read(RowSource rows) throws IOException {
			rows.read(this::accept);
			end();
		}

		private void accept(Row row) {
			String id = CELLS.text(row, "run_id");
			if (this.thing == null || id == null || !id.equals(this.last)) {
				end();
				this.last = id;
				this.lines++;
				String status = CELLS.text(row, "status");
				this.completed += "completed".equals(status) ? 1 : 0;
				this.missing += (CELLS.text(row, "problem") != null) ? 1 : 0;
				this.goingOn |= isUnsettled(id) && !PageCell.isEnded(status);
				this.thing = this.pivot.thing(List.of(run(row, id), CELLS.time(row, "time"), status(row)));
			}
			if (CELLS.cell(row, "metric") != null) {
				this.thing.note(CELLS.metric(row), CELLS.shown(row, "value"));
			}
		}

		private void end() {
			if (this.thing != null) {
				this.pivot.add(this.thing, false);
			}
		}

		private PageCell run(Row row, @Nullable String id) {
			PageCell name = CELLS.shown(row, "run_name");
			PageCell called = name.text().isBlank() ? PageCell.id(CELLS.cell(row, "run_id")) : name;
			return (id != null && RunId.isRunId(id)) ? called.leadingTo(this.asked.place().to("/runs/" + id)) : called;
		}

		private boolean isUnsettled(@Nullable String id) {
			return id != null && this.unsettled.contains(id);
		}

		private PageCell status(Row row) {
			String problem = CELLS.text(row, "problem");
			if (problem != null) {
				return PageCell.word(problem).leadingTo(this.asked.place().toRoot("/problems/" + problem));
			}
			String status = CELLS.text(row, "status");
			if (isUnsettled(CELLS.text(row, "run_id"))) {
				return PageCell.unsettled((status != null) ? status : "no status");
			}
			return (status != null) ? PageCell.word(status) : PageCell.NOTHING;
		}

	}

}
