package dev.honeyrelay.run;

import java.util.List;

/**
 * One question about runs, whatever the spelling it came in. It is the cache key: neither
 * the caller nor the dialect is part of it.
 *
 * @param project the project whose key asks
 * @param operation what is asked
 * @param runs the runs it is asked about; for a comparison the new one first
 * @param parameters the recognised parameters as they were received
 */
public record RunQuery(ProjectName project, Operation operation, List<RunId> runs, Parameters parameters) {

	public RunQuery {
		runs = List.copyOf(runs);
	}

	/**
	 * Returns the query for the record of this query's {@code run}, without parameters.
	 */
	public RunQuery recordOf(RunId run) {
		return new RunQuery(this.project, Operation.RUN, List.of(run), Parameters.NONE);
	}

	/**
	 * Returns whether the answer says something about {@code run} of {@code project}, or
	 * may do so because it is asked about no run in particular.
	 */
	public boolean involves(ProjectName project, RunId run) {
		return this.project.equals(project) && (this.runs.isEmpty() || this.runs.contains(run));
	}

}
