package dev.honeyrelay.run;

/**
 * What may be asked about runs. A new constant makes the compiler ask for its path, its
 * parameters and where its answers say that they are settled.
 */
public enum Operation {

	/** One run's own record. */
	RUN("run", Evidence.ANSWER),

	/** The aggregated result of a run. */
	RESULT("result", Evidence.ANSWER),

	/** The raw metrics of a run. */
	METRICS("metrics", Evidence.RECORDS),

	/** A new run against an old one. */
	COMPARISON("comparison", Evidence.ANSWER),

	/** The events of a new run beside those of an old one. */
	COMPARISON_EVENTS("comparison-events", Evidence.RECORDS),

	/** The runs there are. */
	RUN_LIST("run-list", Evidence.NEVER),

	/** The fields that the events of one run have. */
	RUN_SCHEMA("run-schema", Evidence.RECORDS),

	/** The fields that the events of all runs have. */
	RUNS_SCHEMA("runs-schema", Evidence.NEVER),

	/** The fields that events have, on a path of its own. */
	EVENTS_SCHEMA("events-schema", Evidence.NEVER);

	private final String label;

	private final Evidence evidence;

	Operation(String label, Evidence evidence) {
		this.label = label;
		this.evidence = evidence;
	}

	/** Returns the word for this operation in logs and meters. */
	public String label() {
		return this.label;
	}

	/** Returns what tells whether an answer is settled. */
	public Evidence evidence() {
		return this.evidence;
	}

	/**
	 * What tells whether every run in an answer is {@code completed}.
	 */
	public enum Evidence {

		/** The answer itself. */
		ANSWER,

		/** The runs' own records, which have to be asked for. */
		RECORDS,

		/** Nothing: another run may change the answer at any time. */
		NEVER

	}

}
