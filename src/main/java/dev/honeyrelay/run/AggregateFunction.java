package dev.honeyrelay.run;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The ways in which HoneyHive sums up a metric over a run. The relay computes none of
 * them.
 */
public enum AggregateFunction {

	/** HoneyHive's default. */
	AVERAGE,

	/** The smallest value. */
	MIN,

	/** The largest value. */
	MAX,

	/** The 50th percentile. */
	MEDIAN,

	/** The 95th percentile. */
	P95,

	/** The 99th percentile. */
	P99,

	/** The 90th percentile. */
	P90,

	/** All values added up. */
	SUM,

	/** The number of values. */
	COUNT;

	private static final String NAMES = Arrays.stream(values())
		.map(AggregateFunction::wireName)
		.collect(Collectors.joining(", "));

	/** Returns the name by which HoneyHive knows this function. */
	public String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Returns whether {@code text} is exactly one of the names, upper and lower case
	 * distinguished.
	 */
	public static boolean isKnown(String text) {
		return Arrays.stream(values()).anyMatch((function) -> function.wireName().equals(text));
	}

	/** Returns all names, for people. */
	public static String names() {
		return NAMES;
	}

}
