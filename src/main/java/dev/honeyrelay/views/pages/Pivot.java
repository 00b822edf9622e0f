package dev.honeyrelay.views.pages;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

import dev.honeyrelay.views.pages.PageTable.Heading;
import dev.honeyrelay.views.pages.PageTable.Line;
import org.jspecify.annotations.Nullable;

/**
 * Lays rows out with one line for all metrics of a thing and one column for each metric.
 * Lines that failed come first; of lines and of metrics there are only so many.
 */
final class Pivot {

	private final int mostLines;

	private final int mostMetrics;

	private final List<Heading> fixed;

	private final LongConsumer kept;

	private final Map<Metric, Integer> metrics = new LinkedHashMap<>();

	private final LineMetrics ofLines;

	// Of which metrics there are numbers.
	private final Set<Integer> numeric = new TreeSet<>();

	private final List<Thing> failed = new ArrayList<>();

	private final List<Thing> others = new ArrayList<>();

	private long keptBytes;

	private boolean linesLeftOut;

	private boolean metricsLeftOut;

	/**
	 * Creates one without any line.
	 * @param kept is told how many bytes are kept meanwhile, all in all
	 */
	Pivot(List<Heading> fixed, int mostLines, int mostMetrics, LongConsumer kept) {
		this.fixed = List.copyOf(fixed);
		this.mostLines = mostLines;
		this.mostMetrics = mostMetrics;
		this.kept = kept;
		this.ofLines = new LineMetrics(mostMetrics);
	}

	/**
	 * Returns one without any line that has columns for the metrics of the lines that
	 * this one shows, those of failed lines first, and for no others.
	 */
	Pivot ofMetricsShown() {
		List<Metric> shown = this.ofLines.ofShown(this.mostLines - this.failed.size());
		Pivot pivot = new Pivot(this.fixed, this.mostLines, shown.size(), this.kept);
		shown.forEach(pivot::columnOf);
		return pivot;
	}

	/** Returns a new thing, which is no line yet. */
	Thing thing(List<PageCell> cells) {
		return new Thing(cells);
	}

	/** Adds the line of {@code thing}, if there is still room. */
	void add(Thing thing, boolean isFailed) {
		List<Thing> lines = isFailed ? this.failed : this.others;
		if (lines.size() >= this.mostLines) {
			this.linesLeftOut = true;
			return;
		}
		this.keptBytes += this.ofLines.add(thing.toldMetrics(), isFailed, lines.size());
		lines.add(thing);
		this.keptBytes += thing.footprint();
		this.kept.accept(this.keptBytes);
	}

	/** Returns the table, the failed lines first. */
	PageTable table(String caption) {
		List<Heading> headings = new ArrayList<>(this.fixed);
		names().forEach((name) -> headings.add(new Heading(name, true)));
		List<Line> lines = new ArrayList<>();
		this.failed.forEach((thing) -> lines.add(new Line(true, thing.cells(this.metrics.size()))));
		this.others.stream()
			.limit((long) this.mostLines - this.failed.size())
			.forEach((thing) -> lines.add(new Line(false, thing.cells(this.metrics.size()))));
		return new PageTable(caption, headings, lines);
	}

	/** Returns whether some lines are not in the table. */
	boolean hasLinesLeftOut() {
		return this.linesLeftOut || this.failed.size() + this.others.size() > this.mostLines;
	}

	/** Returns whether some metrics are not in the table. */
	boolean hasMetricsLeftOut() {
		return this.metricsLeftOut;
	}

	/** Returns how many metrics are in the table. */
	int metrics() {
		return this.metrics.size();
	}

	// Returns the number of the column, which is a new one if there is room for it.
	private @Nullable Integer columnOf(Metric metric) {
		Integer index = this.metrics.get(metric);
		if (index == null && this.metrics.size() < this.mostMetrics) {
			index = this.metrics.size();
			this.metrics.put(metric, index);
			this.keptBytes += metric.footprint();
		}
		return index;
	}

	/** Returns the columns of metrics that have numbers. */
	Map<Metric, Integer> numericColumns() {
		Map<Metric, Integer> columns = new LinkedHashMap<>();
		this.metrics.forEach((name, index) -> {
			if (this.numeric.contains(index)) {
				columns.put(name, this.fixed.size() + index);
			}
		});
		return columns;
	}

	/** Returns the names of the metrics in the table. */
	List<String> metricNames() {
		return this.metrics.keySet().stream().map(Metric::name).filter(Objects::nonNull).distinct().toList();
	}

	/** Returns what is above the column of {@code metric}, which has one. */
	String nameOf(Metric metric) {
		return names().get(this.metrics.getOrDefault(metric, 0));
	}

	// No two are the same.
	private List<String> names() {
		Map<String, Long> times = this.metrics.keySet()
			.stream()
			.collect(Collectors.groupingBy(Metric::shown, Collectors.counting()));
		Set<String> names = new LinkedHashSet<>();
		for (Metric metric : this.metrics.keySet()) {
			boolean alone = Long.valueOf(1).equals(times.get(metric.shown()));
			String name = alone ? metric.shown() : metric.shownWithType();
			String unique = name;
			for (int number = 2; !names.add(unique); number++) {
				unique = name + " (" + number + ')';
			}
		}
		return List.copyOf(names);
	}

	/**
	 * What makes a metric one of its own.
	 *
	 * @param name its name, whole, or {@code null}
	 * @param event the name of its event, or {@code null}
	 * @param type the type of its event, or {@code null}
	 */
	record Metric(@Nullable String name, @Nullable String event, @Nullable String type) {

		/** Returns what it is called, its event included. */
		String shown() {
			return shownWith(this.event);
		}

		/** Returns what it is called, the type of its event included. */
		String shownWithType() {
			return shownWith((this.event != null && this.type != null) ? this.event + ", " + this.type
					: (this.event != null) ? this.event : this.type);
		}

		private String shownWith(@Nullable String where) {
			return PageCell.shown((this.name == null || this.name.isBlank()) ? "unnamed" : this.name)
					+ ((where != null) ? " (" + PageCell.shown(where) + ')' : "");
		}

		/** Returns whether {@code other} may be the same, which leaves a type out. */
		boolean mayBe(Metric other) {
			return Objects.equals(this.name, other.name) && Objects.equals(this.event, other.event)
					&& (this.type == null || other.type == null || this.type.equals(other.type));
		}

		int footprint() {
			return 128 + 2 * (lengthOf(this.name) + lengthOf(this.event) + lengthOf(this.type));
		}

		private static int lengthOf(@Nullable String text) {
			return (text != null) ? text.length() : 0;
		}

	}

	/**
	 * What one line tells of.
	 */
	final class Thing {

		private final List<PageCell> cells;

		private final Map<Integer, PageCell> values = new LinkedHashMap<>();

		private Set<Metric> told = new LinkedHashSet<>();

		private Thing(List<PageCell> cells) {
			this.cells = List.copyOf(cells);
		}

		/**
		 * Notes what {@code metric} is worth; it may be worth several things.
		 */
		void note(Metric metric, PageCell value) {
			if (Pivot.this.ofLines.hasRoomIn(this.told)) {
				this.told.add(metric);
			}
			Integer index = columnOf(metric);
			if (index == null) {
				Pivot.this.metricsLeftOut = true;
				return;
			}
			PageCell all = this.values.merge(index, value, PageCell::and);
			if (all.isNumber()) {
				Pivot.this.numeric.add(index);
			}
		}

		// It is a line now, and need not tell them again.
		private Set<Metric> toldMetrics() {
			Set<Metric> metrics = this.told;
			this.told = Set.of();
			return metrics;
		}

		private List<PageCell> cells(int metrics) {
			List<PageCell> all = new ArrayList<>(this.cells);
			for (int index = 0; index < metrics; index++) {
				all.add(this.values.getOrDefault(index, PageCell.NOTHING));
			}
			return all;
		}

		private int footprint() {
			int bytes = 256;
			for (PageCell cell : this.cells) {
				bytes += cell.footprint();
			}
			for (PageCell value : this.values.values()) {
				bytes += 64 + value.footprint();
			}
			return bytes;
		}

	}

}
