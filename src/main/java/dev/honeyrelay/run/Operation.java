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
	COMPARISON("comparison", Evidence.ANSWER);

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
		RECORDS

	}

}
