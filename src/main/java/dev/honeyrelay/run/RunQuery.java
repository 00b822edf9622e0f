package dev.honeyrelay.run;

import java.util.Comparator;
import java.util.List;

/**
 * One question about runs, whatever the spelling it came in. It is the cache key: neither
 * the caller nor the dialect is part of it. The order says nothing, but lets a map keep
 * apart, at little cost, whatever somebody made for the sake of equal hashes.
 *
 * @param project the project whose key asks
 * @param operation what is asked
 * @param runs the runs it is asked about; for a comparison the new one first
 * @param parameters the recognised parameters as they were received
 */
public record RunQuery(ProjectName project, Operation operation, List<RunId> runs,
		Parameters parameters) implements Comparable<RunQuery> {

	private static final Comparator<RunQuery> ORDER = Comparator.comparing(RunQuery::project)
		.thenComparing(RunQuery::operation)
		.thenComparing(RunQuery::runs, RunQuery::compare)
		.thenComparing(RunQuery::parameters);

	public RunQuery {
		runs = List.copyOf(runs);
	}

	/**
	 * Returns the query for the record of this query's {@code run}, without parameters.
	 */
	public RunQuery recordOf(RunId run) {
		return new RunQuery(this.project, Operation.RUN, List.of(run), Parameters.NONE);
	}

	/** Returns how many bytes of the heap this takes. */
	public int footprint() {
		int runs = this.runs.stream().mapToInt((run) -> Footprint.OBJECT + Footprint.of(run.value())).sum();
		return 2 * Footprint.OBJECT + runs + Footprint.OBJECT + Footprint.of(this.project.value())
				+ this.parameters.footprint();
	}

	@Override
	public int compareTo(RunQuery other) {
		return ORDER.compare(this, other);
	}

	/**
	 * Returns whether the answer says something about {@code run} of {@code project}, or
	 * may do so because it is asked about no run in particular.
	 */
	public boolean involves(ProjectName project, RunId run) {
		return this.project.equals(project) && (this.runs.isEmpty() || this.runs.contains(run));
	}

	private static int compare(List<RunId> some, List<RunId> others) {
		int length = Math.min(some.size(), others.size());
		for (int index = 0; index < length; index++) {
			int order = some.get(index).compareTo(others.get(index));
			if (order != 0) {
				return order;
			}
		}
		return Integer.compare(some.size(), others.size());
	}

}
