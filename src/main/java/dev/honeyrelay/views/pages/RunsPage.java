package dev.honeyrelay.views.pages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;

import dev.honeyrelay.run.Parameters.Parameter;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.views.pages.Choice.Field;
import dev.honeyrelay.views.pages.Page.Action;
import dev.honeyrelay.views.pages.Page.Section;
import dev.honeyrelay.views.pages.PageTable.Line;
import dev.honeyrelay.views.shape.Body;
import dev.honeyrelay.views.shape.Fields;
import dev.honeyrelay.views.shape.Row;
import dev.honeyrelay.views.shape.RunTable;
import org.jspecify.annotations.Nullable;

/**
 * The page of a list of runs, from which one leads to all others; or on which a run is
 * chosen to compare another one with.
 */
final class RunsPage {

	private static final String NAME = "name";

	private static final String STATUS = "status";

	/** The parameters that are filled in on it. */
	static final Set<String> FIELDS = Set.of(NAME, STATUS);

	private static final int MOST_RUNS = 1000;

	private static final RunTable RUNS = new RunTable();

	private static final Cells RUN = new Cells(RUNS.columns());

	private static final List<String> STATUSES = List.of("completed", "running", "pending", "failed", "cancelled");

	private static final String PAGE = "page";

	private RunsPage() {
	}

	/**
	 * Returns the page that {@code body}, a list of runs, makes.
	 * @param kept is told how many bytes the page keeps, all in all
	 */
	public static Page of(Body body, Asked asked, LongConsumer kept) throws IOException {
		String chosen = Choice.valueOf(Asked.COMPARED, asked.query());
		String compared = chosen.isEmpty() ? null : chosen;
		Fields header = RUNS.header(body, List.of());
		List<Line> lines = new ArrayList<>();
		long[] bytes = new long[1];
		RUNS.read(header, (row) -> {
			if (lines.size() < MOST_RUNS) {
				Line line = line(row, asked, compared);
				lines.add(line);
				bytes[0] += line.cells().stream().mapToInt(PageCell::footprint).sum();
				kept.accept(bytes[0]);
			}
		});
		PageTable table = new PageTable("Runs",
				PageTable.headings("Name", "Status", "Created", "Updated", "Data set", "Description", "More"), lines)
			.withoutEmptyColumns();
		String title = (compared != null) ? "Compare " + compared + " with" : "Runs";
		return new Page(asked.place(), title, (compared != null) ? "Choose another run" : "HoneyHive experiments", null,
				asked.reading(), List.of(), pages(asked, header), choice(asked),
				List.of(new Section("runs", "Runs", List.of(), "", List.of(), table,
						asked.files("/runs", "csv", "json"), "HoneyHive lists no such run.")));
	}

	private static Line line(Row row, Asked asked, @Nullable String compared) {
		String id = RUN.text(row, "run_id");
		String name = RUN.nameForLinks(row, "name");
		PageCell called = RUN.shown(row, "name");
		PageCell more = PageCell.NOTHING;
		if (id != null && RunId.isRunId(id)) {
			PageCell linked = called.text().isBlank() ? PageCell.id(RUN.cell(row, "run_id")) : called;
			called = linked.leadingTo(asked.place().to("/runs/" + id));
			more = (compared == null) ? trend(asked, name) : comparison(asked, compared, id);
		}
		return new Line(false, List.of(called, status(row), RUN.time(row, "time"), RUN.time(row, "updated_at"),
				RUN.shown(row, "dataset_name"), RUN.shown(row, "description"), more));
	}

	private static PageCell status(Row row) {
		String status = RUN.text(row, "status");
		return (status != null) ? PageCell.word(status) : PageCell.NOTHING;
	}

	private static PageCell trend(Asked asked, @Nullable String name) {
		return (name == null) ? PageCell.NOTHING : new PageCell("trend", PageCell.Kind.TEXT,
				asked.place().to("/trend", List.of(new Parameter(NAME, name))));
	}

	private static PageCell comparison(Asked asked, String compared, String id) {
		return compared.equals(id) ? new PageCell("this run", PageCell.Kind.TEXT, null)
				: new PageCell("compare", PageCell.Kind.TEXT, asked.place().to("/runs/" + compared + "/compare/" + id));
	}

	private static Choice choice(Asked asked) {
		List<Field> fields = new ArrayList<>(Choice.kept(Choice.without(asked.query(), NAME, STATUS, PAGE)));
		fields.add(Choice.words(NAME, "Name", asked.query()));
		fields.add(Choice.oneOf(STATUS, "Status", "any", STATUSES, asked.query()));
		return new Choice(asked.place().to(""), fields, "Find");
	}

	private static List<Action> pages(Asked asked, Fields header) {
		String page = Choice.valueOf(PAGE, asked.query());
		int number = page.matches("[0-9]{1,6}") ? Math.max(1, Integer.parseInt(page)) : 1;
		List<Action> links = new ArrayList<>();
		if (number > 1) {
			links.add(page("Newer runs", asked, number - 1));
		}
		if (Boolean.TRUE.equals(RunTable.hasMore(header))) {
			links.add(page("Older runs", asked, number + 1));
		}
		return links;
	}

	private static Action page(String text, Asked asked, int number) {
		List<Parameter> query = new ArrayList<>(Choice.without(asked.query(), PAGE));
		query.add(new Parameter(PAGE, Integer.toString(number)));
		return new Action(text, asked.place().to("", query), false);
	}

}
