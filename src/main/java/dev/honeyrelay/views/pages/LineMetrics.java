package dev.honeyrelay.views.pages;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.honeyrelay.views.pages.Pivot.Metric;

/**
 * Which metrics the lines of a table have, so that columns can be given to those of the
 * lines that are shown. No more are kept than could get one.
 */
final class LineMetrics {

	private final int most;

	private final Set<Metric> ofFailed = new LinkedHashSet<>();

	// Each with the number of the first line that has it.
	private final Map<Metric, Integer> ofOthers = new LinkedHashMap<>();

	/**
	 * Creates one for a table without lines.
	 * @param most so many metrics can have a column
	 */
	LineMetrics(int most) {
		this.most = most;
	}

	/** Returns whether a line that has {@code known} already need tell of more. */
	boolean hasRoomIn(Set<Metric> known) {
		return known.size() < mostOfOthers();
	}

	/**
	 * Notes which metrics a line has.
	 * @param line how many lines of its kind, failed or not, there were before it
	 * @return about how many more bytes of the heap are kept for them
	 */
	int add(Set<Metric> metrics, boolean isFailed, int line) {
		int bytes = 0;
		for (Metric metric : metrics) {
			boolean added = isFailed ? this.ofFailed.size() < this.most && this.ofFailed.add(metric)
					: this.ofOthers.size() < mostOfOthers() && this.ofOthers.putIfAbsent(metric, line) == null;
			bytes += added ? metric.footprint() : 0;
		}
		return bytes;
	}

	/**
	 * Returns the metrics that get a column: those of failed lines first, and then those
	 * of the first {@code others} of the other lines.
	 */
	List<Metric> ofShown(int others) {
		Set<Metric> shown = new LinkedHashSet<>(this.ofFailed);
		this.ofOthers.forEach((metric, line) -> {
			if (line < others && shown.size() < this.most) {
				shown.add(metric);
			}
		});
		return new ArrayList<>(shown);
	}

	// Failed lines may have as many of these as there are columns.
	private int mostOfOthers() {
		return 2 * this.most;
	}

}
