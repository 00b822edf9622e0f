package dev.honeyrelay.upstream;

import dev.honeyrelay.run.RunQuery;

/**
 * The families of paths under which HoneyHive serves the same data. What is asked depends
 * on the operation alone, never on the caller's spelling.
 */
public enum Dialect {

	/** {@code /v1} with {@code result} and {@code compare-with}. */
	V1("/v1", "result", "compare-with"),

	/** {@code /v1} with {@code summary} and {@code compare}. */
	V1_CURRENT("/v1", "summary", "compare");

	private final String prefix;

	private final String result;

	private final String comparison;

	Dialect(String prefix, String result, String comparison) {
		this.prefix = prefix;
		this.result = result;
		this.comparison = comparison;
	}

	/** Returns the path that {@code query} is asked under, below the base URL. */
	String pathOf(RunQuery query) {
		String run = this.prefix + "/runs/" + query.runs().getFirst();
		return switch (query.operation()) {
			case RUN -> run;
			case RESULT -> run + '/' + this.result;
			case METRICS -> run + "/metrics";
			case COMPARISON -> run + '/' + this.comparison + '/' + query.runs().getLast();
		};
	}

}
