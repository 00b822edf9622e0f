package dev.honeyrelay.api.parameter;

import java.util.List;
import java.util.function.Predicate;

import dev.honeyrelay.run.RunId;

/**
 * What the value of a parameter has to be.
 *
 * @param holds whether a value is that
 * @param demand the same for people, as the rest of a sentence that begins with the
 * parameter's name
 */
record ValueRule(Predicate<String> holds, String demand) {

	/** Whatever HoneyHive makes of it. */
	static final ValueRule NONE = new ValueRule((value) -> true, "may be anything");

	/** JSON, if it begins like that. */
	static final ValueRule JSON = new ValueRule(
			(value) -> !(value.startsWith("{") || value.startsWith("[")) || JsonSyntax.isWellFormed(value),
			"begins like JSON and is none");

	/** A run id. */
	static final ValueRule RUN_ID = new ValueRule(RunId::isRunId, "must be a run id");

	/** Exactly one of {@code names}. */
	static ValueRule oneOf(String... names) {
		return new ValueRule(List.of(names)::contains, "must be one of " + String.join(", ", names));
	}

	/** A whole number from 1 to {@code most}. */
	static ValueRule upTo(int most) {
		return new ValueRule((value) -> value.matches("[0-9]{1,10}") && isBetween(Long.parseLong(value), most),
				"must be a whole number from 1 to " + most);
	}

	private static boolean isBetween(long number, int most) {
		return number >= 1 && number <= most;
	}

}
