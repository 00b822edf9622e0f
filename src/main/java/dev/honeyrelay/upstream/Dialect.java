package dev.honeyrelay.upstream;

import java.util.List;

import dev.honeyrelay.credentials.Project;
import dev.honeyrelay.credentials.ProjectRule;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.run.RunQuery;
import org.jspecify.annotations.Nullable;

/**
 * The families of paths under which HoneyHive serves the same data. What is asked depends
 * on the operation alone, never on the caller's spelling.
 */
enum Dialect implements ProjectRule {

	/** {@code /v1} with {@code result} and {@code compare-with}. */
	V1("/v1", false),

	/** {@code /v1} with {@code summary} and {@code compare}. */
	V1_CURRENT("/v1", true),

	/** {@code /v1/projects/{id}} with {@code summary} and {@code compare}. */
	PROJECT("/v1/projects/", true),

	/** No prefix, with {@code result} and {@code compare-with}. */
	UNVERSIONED("", false);

	private final String prefix;

	private final boolean current;

	Dialect(String prefix, boolean current) {
		this.prefix = prefix;
		this.current = current;
	}

	@Override
	public @Nullable String objectionTo(Project project) {
		return (this == PROJECT && project.id() == null) ? "needs an id, because relay.upstream.dialect is project"
				: null;
	}

	@Override
	public @Nullable String doubtAbout(Project project) {
		return (this != PROJECT && project.apiKey().isDataPlaneKey())
				? "has a data plane key (hh_fgdp_), which HoneyHive takes below a project's path only:"
						+ " set relay.upstream.dialect to project"
				: null;
	}

	/**
	 * Returns the path and the query string that {@code query} is asked with, below the
	 * base URL.
	 */
	public String targetOf(RunQuery query, Project project) {
		String path = pathOf(query, (this == PROJECT) ? this.prefix + project.id() : this.prefix);
		String parameters = query.parameters().encoded();
		return parameters.isEmpty() ? path : path + (path.contains("?") ? '&' : '?') + parameters;
	}

	private String pathOf(RunQuery query, String prefix) {
		String runs = prefix + "/runs";
		return switch (query.operation()) {
			case RUN -> runs + '/' + query.runs().getFirst();
			case RESULT -> runs + '/' + query.runs().getFirst() + (this.current ? "/summary" : "/result");
			case METRICS -> runs + '/' + query.runs().getFirst() + "/metrics";
			case COMPARISON -> runs + between(query.runs(), this.current ? "/compare/" : "/compare-with/");
			case COMPARISON_EVENTS -> runs + comparisonEvents(query.runs());
			case RUN_LIST -> runs;
			case RUN_SCHEMA -> runs + '/' + query.runs().getFirst() + "/schema";
			case RUNS_SCHEMA -> runs + "/schema";
			case EVENTS_SCHEMA -> prefix + "/events/schema";
		};
	}

	private String comparisonEvents(List<RunId> runs) {
		return this.current ? between(runs, "/compare/") + "/events"
				: "/compare/events?run_id_1=" + runs.getFirst() + "&run_id_2=" + runs.getLast();
	}

	private static String between(List<RunId> runs, String word) {
		return '/' + runs.getFirst().value() + word + runs.getLast();
	}

}
