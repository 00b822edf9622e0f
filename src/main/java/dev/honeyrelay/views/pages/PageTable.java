package dev.honeyrelay.views.pages;

import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * A table on a page.
 *
 * @param caption what it shows, for whoever cannot see it
 * @param headings what is above its columns
 * @param lines its lines
 */
record PageTable(String caption, List<Heading> headings, List<Line> lines) {

	public PageTable {
		headings = List.copyOf(headings);
		lines = List.copyOf(lines);
	}

	/** Returns the style of what is above a column, or {@code null}. */
	@Nullable String styleOf(int column) {
		boolean number = !this.lines.isEmpty() && this.lines.getFirst().cells().get(column).isNumber();
		return this.headings.get(column).metric() ? "metric" : (number ? "number" : null);
	}

	/** Returns headings of columns. */
	static List<Heading> headings(String... texts) {
		return List.of(texts).stream().map((text) -> new Heading(text, false)).toList();
	}

	/** Returns this table without the columns that say nothing. */
	PageTable withoutEmptyColumns() {
		List<Integer> told = IntStream.range(0, this.headings.size())
			.filter((index) -> this.lines.stream().anyMatch((line) -> !line.cells().get(index).text().isEmpty()))
			.boxed()
			.toList();
		return new PageTable(this.caption, told.stream().map(this.headings::get).toList(),
				this.lines.stream()
					.map((line) -> new Line(line.failed(), told.stream().map(line.cells()::get).toList()))
					.toList());
	}

	/**
	 * What is above a column.
	 *
	 * @param text what it says
	 * @param metric whether it is the name of a metric
	 */
	public record Heading(String text, boolean metric) {
	}

	/**
	 * One line of the table.
	 *
	 * @param failed whether HoneyHive says that what it tells of has failed
	 * @param cells its cells, as many as there are headings
	 */
	public record Line(boolean failed, List<PageCell> cells) {

		public Line {
			cells = List.copyOf(cells);
		}

	}

}
