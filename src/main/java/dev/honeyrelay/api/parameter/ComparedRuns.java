package dev.honeyrelay.api.parameter;

import java.util.List;

import dev.honeyrelay.problem.InvalidRequestException;
import dev.honeyrelay.run.Parameters.Parameter;
import dev.honeyrelay.run.RunId;

/**
 * The two runs of a comparison where the query names them instead of the path.
 *
 * @param runs the runs, the new one first
 * @param others what else the query says
 */
public record ComparedRuns(List<RunId> runs, List<Parameter> others) {

	private static final String NEW_RUN = "run_id_1";

	private static final String OLD_RUN = "run_id_2";

	/**
	 * Takes the runs out of {@code parameters}.
	 * @throws InvalidRequestException if either is not there once, or is no run id
	 */
	public static ComparedRuns in(List<Parameter> parameters) {
		return new ComparedRuns(List.of(run(NEW_RUN, parameters), run(OLD_RUN, parameters)),
				parameters.stream()
					.filter((parameter) -> !parameter.name().equals(NEW_RUN) && !parameter.name().equals(OLD_RUN))
					.toList());
	}

	private static RunId run(String name, List<Parameter> parameters) {
		List<String> values = parameters.stream()
			.filter((parameter) -> parameter.name().equals(name))
			.map(Parameter::value)
			.toList();
		if (values.size() != 1 || !RunId.isRunId(values.getFirst())) {
			throw new InvalidRequestException("The parameter " + name + " is needed once, and must be a run id.");
		}
		return new RunId(values.getFirst());
	}

}
