package dev.honeyrelay.views;

import java.util.ArrayList;
import java.util.List;

import dev.honeyrelay.problem.InvalidRequestException;
import dev.honeyrelay.run.Operation;
import dev.honeyrelay.run.Parameters;
import dev.honeyrelay.run.Parameters.Parameter;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunQuery;
import org.jspecify.annotations.Nullable;

/**
 * Which runs are meant by their name.
 *
 * @param text the whole name, or what it begins with
 * @param whole whether it is the whole name
 */
record RunFilter(String text, boolean whole) {

	/** HoneyHive lists so many runs at a time at most. */
	static final int RUNS_ON_A_PAGE = 100;

	private static final int LONGEST = 8 * 1024;

	/** The parameter that has a whole name. */
	static final String NAME = "name";

	/** The parameter that has what a name begins with. */
	static final String NAME_PREFIX = "name_prefix";

	/**
	 * Takes the filter out of {@code parameters}, a list that can be changed.
	 * @return the filter, or {@code null} if there is none
	 * @throws InvalidRequestException if there are several, or it is empty or too long
	 */
	static @Nullable RunFilter takenFrom(List<Parameter> parameters) {
		List<Parameter> found = new ArrayList<>(parameters);
		found.removeIf((parameter) -> !parameter.name().equals(NAME) && !parameter.name().equals(NAME_PREFIX));
		parameters.removeAll(found);
		if (found.isEmpty()) {
			return null;
		}
		if (found.size() > 1 || found.getFirst().value().isEmpty()) {
			throw new InvalidRequestException(
					"The parameter name, or name_prefix, is needed once, and must not be empty.");
		}
		if (found.getFirst().value().length() > LONGEST) {
			throw new InvalidRequestException("The parameter " + found.getFirst().name() + " is longer than 8 KB.");
		}
		return new RunFilter(found.getFirst().value(), found.getFirst().name().equals(NAME));
	}

	/** Returns whether a run of that {@code name} is meant, exactly. */
	boolean matches(@Nullable String name) {
		return name != null && (this.whole ? name.equals(this.text) : name.startsWith(this.text));
	}

	/**
	 * Returns the question for that page of the list, the newest runs first. HoneyHive's
	 * own filter by name lets parts of names through, so that it makes the list shorter
	 * and no more.
	 */
	RunQuery queryFor(ProjectName project, int page) {
		List<Parameter> parameters = new ArrayList<>(
				List.of(new Parameter("name", this.text), new Parameter("sort_by", "created_at"),
						new Parameter("sort_order", "desc"), new Parameter("limit", Integer.toString(RUNS_ON_A_PAGE))));
		if (page > 1) {
			parameters.add(new Parameter("page", Integer.toString(page)));
		}
		return new RunQuery(project, Operation.RUN_LIST, List.of(), Parameters.of(parameters));
	}

}
