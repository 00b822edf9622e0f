package dev.honeyrelay.views.shape;

import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * One column of a table.
 *
 * @param name its name, which is part of the contract
 * @param kind what its cells may be
 * @param places where HoneyHive's releases have it, as names joined by dots; the first
 * one that says something counts
 */
public record Column(String name, Kind kind, List<String> places) {

	/** A metric's name, as HoneyHive tells it in lists or as that of a member. */
	static final Column METRIC = text("metric", "metric.metric_name", "metric.name", "metric.@name");

	/** The event that a metric is about. */
	static final Column EVENT = text("event_name", "metric.event_name");

	public Column {
		places = List.copyOf(places);
	}

	static Column text(String name, String... places) {
		return new Column(name, Kind.TEXT, List.of(places));
	}

	static Column number(String name, String... places) {
		return new Column(name, Kind.NUMBER, List.of(places));
	}

	static Column bool(String name, String... places) {
		return new Column(name, Kind.BOOL, List.of(places));
	}

	static Column value(String name, String... places) {
		return new Column(name, Kind.VALUE, List.of(places));
	}

	/**
	 * What the cells of a column may be. Whoever reads a table has to know its columns'
	 * types, whatever a metric's author has put in.
	 */
	public enum Kind {

		/** Text; a number or a structure counts as the text that it is in JSON. */
		TEXT,

		/** A number, also one that was sent as text; anything else is nothing. */
		NUMBER,

		/** {@code true} or {@code false}; anything else is nothing. */
		BOOL,

		/** A number, a truth value or text, as it was sent; a structure is text. */
		VALUE;

		private static final Pattern NUMERAL = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

		private static final int LONGEST_NUMERAL = 1000;

		/** Returns what {@code cell} is in a column of this kind, or {@code null}. */
		@Nullable Cell of(@Nullable Cell cell) {
			return switch (this) {
				case TEXT -> (cell == null || cell instanceof Cell.Text) ? cell : new Cell.Text(cell.text());
				case NUMBER -> numberOf(cell);
				case BOOL -> (cell instanceof Cell.Bool) ? cell : null;
				case VALUE -> cell;
			};
		}

		private static @Nullable Cell numberOf(@Nullable Cell cell) {
			if (cell instanceof Cell.Text(String text) && text.length() <= LONGEST_NUMERAL
					&& NUMERAL.matcher(text).matches()) {
				return new Cell.Numeric(text);
			}
			return (cell instanceof Cell.Numeric) ? cell : null;
		}

	}

}
