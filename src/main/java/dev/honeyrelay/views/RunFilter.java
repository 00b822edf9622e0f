package dev.honeyrelay.views;

import java.util.ArrayList;
import java.util.List;

import dev.honeyrelay.problem.InvalidRequestException;
import dev.honeyrelay.run.Parameters.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Which runs are meant by their name.
 *
 * @param text the whole name, or what it begins with
 * @param whole whether it is the whole name
 */
record RunFilter(String text, boolean whole) {

	/** The parameter that has a whole name. */
	static final String NAME = "name";

	/** The parameter that has what a name begins with. */
	static final String NAME_PREFIX = "name_prefix";

	/**
	 * Takes the filter out of {@code parameters}, a list that can be changed.
	 * @return the filter, or {@code null} if there is none
	 * @throws InvalidRequestException if there are several, or it is empty
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
		return new RunFilter(found.getFirst().value(), found.getFirst().name().equals(NAME));
	}

	/** Returns whether a run of that {@code name} is meant, exactly. */
	boolean matches(@Nullable String name) {
		return name != null && (this.whole ? name.equals(this.text) : name.startsWith(this.text));
	}

}
