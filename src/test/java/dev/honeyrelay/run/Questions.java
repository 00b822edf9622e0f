package dev.honeyrelay.run;

import java.util.List;
import java.util.stream.Stream;

import dev.honeyrelay.run.Parameters.Parameter;

/**
 * Questions about runs, all of one project, for tests to ask.
 */
public final class Questions {

	/** The project they belong to. */
	public static final ProjectName PROJECT = new ProjectName("search-quality");

	private Questions() {
	}

	public static RunQuery result(String run, String... parameters) {
		return new RunQuery(PROJECT, Operation.RESULT, List.of(new RunId(run)), parameters(parameters));
	}

	public static RunQuery metrics(String run) {
		return new RunQuery(PROJECT, Operation.METRICS, List.of(new RunId(run)), Parameters.NONE);
	}

	public static RunQuery comparison(String newRun, String oldRun) {
		return new RunQuery(PROJECT, Operation.COMPARISON, List.of(new RunId(newRun), new RunId(oldRun)),
				Parameters.NONE);
	}

	public static RunQuery run(String run) {
		return new RunQuery(PROJECT, Operation.RUN, List.of(new RunId(run)), Parameters.NONE);
	}

	/** Returns the same question to another project. */
	public static RunQuery elsewhere(RunQuery query) {
		return new RunQuery(new ProjectName("support-bot"), query.operation(), query.runs(), query.parameters());
	}

	/** Returns parameters of {@code pairs}, each {@code name=value}. */
	public static Parameters parameters(String... pairs) {
		return Parameters.of(Stream.of(pairs).map((pair) -> pair.split("=", 2)).map(Questions::parameter).toList());
	}

	private static Parameter parameter(String[] pair) {
		return new Parameter(pair[0], pair[1]);
	}

}
