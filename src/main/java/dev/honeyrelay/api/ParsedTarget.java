package dev.honeyrelay.api;

import java.util.List;

import dev.honeyrelay.run.Footprint;
import dev.honeyrelay.run.Operation;
import dev.honeyrelay.run.Parameters;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.run.RunQuery;
import org.jspecify.annotations.Nullable;

/**
 * What a request target asks, whoever sends it.
 *
 * @param operation what is asked
 * @param runs the runs it is asked about
 * @param parameters the recognised parameters
 * @param project what the path calls a project, or {@code null} if it calls none
 */
public record ParsedTarget(Operation operation, List<RunId> runs, Parameters parameters, @Nullable String project) {

	public ParsedTarget {
		runs = List.copyOf(runs);
	}

	/** Returns how many bytes of the heap this takes. */
	public int footprint() {
		int runs = this.runs.stream().mapToInt((run) -> Footprint.OBJECT + Footprint.of(run.value())).sum();
		return 2 * Footprint.OBJECT + runs + this.parameters.footprint() + Footprint.of(this.project);
	}

	/** Returns the query that this is for {@code project}. */
	public RunQuery about(ProjectName project) {
		return new RunQuery(project, this.operation, this.runs, this.parameters);
	}

}
