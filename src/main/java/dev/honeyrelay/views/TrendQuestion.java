package dev.honeyrelay.views;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import dev.honeyrelay.api.parameter.ParameterReader;
import dev.honeyrelay.problem.InvalidRequestException;
import dev.honeyrelay.run.Operation;
import dev.honeyrelay.run.Parameters;
import dev.honeyrelay.run.Parameters.Parameter;
import dev.honeyrelay.run.RunId;
import org.jspecify.annotations.Nullable;

/**
 * What a trend is asked for.
 *
 * @param runs the runs that are named by their ids, or none
 * @param filter which runs are meant by name, or {@code null} if {@code runs} are
 * @param last how many of them, the newest ones
 * @param metrics the metrics, or none for all
 * @param parameters how each run's result is asked for
 */
record TrendQuestion(List<RunId> runs, @Nullable RunFilter filter, int last, Set<String> metrics,
		Parameters parameters) {

	private static final String RUN_IDS = "run_ids";

	private static final String LAST = "last";

	private static final String METRIC = "metric";

	private static final int MOST = 50;

	private static final int USUAL = 20;

	/**
	 * Returns what {@code received} asks.
	 * @param optional whether it may ask for no run at all
	 * @throws InvalidRequestException if that cannot be
	 */
	static TrendQuestion in(List<Parameter> received, boolean optional, ParameterReader reader) {
		List<Parameter> others = new ArrayList<>(received);
		RunFilter filter = RunFilter.takenFrom(others);
		List<String> ids = taken(RUN_IDS, others);
		List<String> last = taken(LAST, others);
		List<String> metrics = taken(METRIC, others);
		boolean none = ids.isEmpty() && filter == null;
		boolean both = !ids.isEmpty() && filter != null;
		if ((none && !optional) || both || ids.size() > 1) {
			throw new InvalidRequestException("One of the parameters run_ids, name and name_prefix is needed, once.");
		}
		List<RunId> runs = ids.isEmpty() ? List.of() : runs(ids.getFirst());
		return new TrendQuestion(runs, filter, last(last, runs.isEmpty() ? USUAL : MOST), Set.copyOf(metrics),
				reader.read(Operation.RESULT, others));
	}

	/** Returns whether {@code metric} is asked for. */
	boolean includes(@Nullable String metric) {
		return this.metrics.isEmpty() || (metric != null && this.metrics.contains(metric));
	}

	private static List<String> taken(String name, List<Parameter> from) {
		List<String> values = from.stream()
			.filter((parameter) -> parameter.name().equals(name))
			.map(Parameter::value)
			.toList();
		from.removeIf((parameter) -> parameter.name().equals(name));
		return values;
	}

	private static List<RunId> runs(String ids) {
		List<String> split = Arrays.stream(ids.split(",", -1)).distinct().toList();
		if (split.size() > MOST || !split.stream().allMatch(RunId::isRunId)) {
			throw new InvalidRequestException(
					"The parameter run_ids must be 1 to 50 run ids with commas between them.");
		}
		return split.stream().map(RunId::new).toList();
	}

	private static int last(List<String> values, int usual) {
		if (values.isEmpty()) {
			return usual;
		}
		String value = values.getFirst();
		if (values.size() > 1 || !value.matches("[0-9]{1,2}") || Integer.parseInt(value) < 1
				|| Integer.parseInt(value) > MOST) {
			throw new InvalidRequestException("The parameter last must be a whole number from 1 to 50, given once.");
		}
		return Integer.parseInt(value);
	}

}
