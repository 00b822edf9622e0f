package dev.honeyrelay.views.pages;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.honeyrelay.views.shape.Cell;
import dev.honeyrelay.views.shape.Column;
import dev.honeyrelay.views.shape.Row;
import org.jspecify.annotations.Nullable;

/**
 * Finds cells of rows by the names of their columns, which are part of the contract.
 */
final class Cells {

	private static final int LONGEST_IN_LINK = 500;

	private final Map<String, Column> columns;

	Cells(List<Column> columns) {
		this.columns = columns.stream().collect(Collectors.toUnmodifiableMap(Column::name, Function.identity()));
	}

	/** Returns what {@code row} has in that column, or {@code null}. */
	@Nullable Cell cell(Row row, String column) {
		Column found = this.columns.get(column);
		if (found == null) {
			throw new IllegalArgumentException("no column " + column);
		}
		return row.cell(found);
	}

	/** Returns the same as text, or {@code null}. */
	@Nullable String text(Row row, String column) {
		Cell cell = cell(row, column);
		return (cell != null) ? cell.text() : null;
	}

	/** Returns the same as it is shown. */
	PageCell shown(Row row, String column) {
		return PageCell.of(cell(row, column));
	}

	/** Returns the same as a moment. */
	PageCell time(Row row, String column) {
		return PageCell.time(cell(row, column));
	}

	/** Returns the same if it is a number, or {@code null}. */
	@Nullable String number(Row row, String column) {
		return (cell(row, column) instanceof Cell.Numeric(String number)) ? number : null;
	}

	/**
	 * Returns the name of a run by which it can be looked for, or {@code null} if there
	 * is none, or none that fits an address.
	 */
	@Nullable String nameForLinks(Row row, String column) {
		String name = text(row, column);
		return (name == null || name.isBlank() || name.length() > LONGEST_IN_LINK || Choice.hasControls(name)) ? null
				: name;
	}

	/** Returns which metric {@code row} tells of. */
	Pivot.Metric metric(Row row) {
		return new Pivot.Metric(text(row, "metric"), text(row, "event_name"), text(row, "event_type"));
	}

	/** Returns what is said of the values that pass. */
	String range(Row row) {
		String min = number(row, "passing_min");
		String max = number(row, "passing_max");
		if (min == null && max == null) {
			return "";
		}
		if (max == null) {
			return "from " + min;
		}
		return ((min != null) ? min + " " : "up ") + "to " + max;
	}

}
