package dev.honeyrelay.views.shape;

import org.jspecify.annotations.Nullable;

/**
 * What a row says as part of a test report. All rows of one item are one testcase, whose
 * name and verdict the first of them tells.
 *
 * @param group what testcases of its kind have in common
 * @param name what the testcase is about
 * @param verdict what HoneyHive says of it
 * @param failing whether this row itself is what HoneyHive says has failed
 * @param text the metric with its value and its passing range
 */
public record Finding(String group, String name, Verdict verdict, boolean failing, String text) {

	/** Returns what the metric of {@code row} is called. */
	static String metricOf(Row row) {
		return nameOf(row.cell(Column.METRIC), row.cell(Column.EVENT));
	}

	/** Returns what a metric is called where one name may stand for several. */
	static String nameOf(@Nullable Cell metric, @Nullable Cell event) {
		String name = (metric != null) ? metric.text() : "unnamed";
		return (event != null) ? name + " (" + event.text() + ')' : name;
	}

	/** Returns {@code name} with its value and its passing range, where they are told. */
	static String textOf(String name, @Nullable Cell value, @Nullable Cell min, @Nullable Cell max) {
		String told = name + ": " + told(value);
		if (min == null && max == null) {
			return told;
		}
		return told + ", passing range" + ((min != null) ? " from " + min.text() : "")
				+ ((max != null) ? " to " + max.text() : "");
	}

	/** Returns {@code value} as text, or that there is none. */
	static String told(@Nullable Cell value) {
		return (value != null) ? value.text() : "no value";
	}

	/**
	 * What HoneyHive says of a testcase.
	 */
	public enum Verdict {

		/** It has passed. */
		PASSED,

		/** It has failed. */
		FAILED,

		/** Nothing. */
		UNKNOWN;

		/** Returns the verdict where HoneyHive says both, or one of them, or neither. */
		static Verdict of(boolean failed, boolean passed) {
			if (failed) {
				return FAILED;
			}
			return passed ? PASSED : UNKNOWN;
		}

	}

}
