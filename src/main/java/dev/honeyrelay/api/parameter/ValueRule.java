package dev.honeyrelay.api.parameter;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import dev.honeyrelay.run.RunId;
import org.jspecify.annotations.Nullable;

/**
 * What the value of a parameter has to be.
 *
 * @param objection what is wrong with a value, as the rest of a sentence that begins with
 * the parameter's name, or {@code null} if nothing is; no part of the value is in it
 */
record ValueRule(Function<String, @Nullable String> objection) {

	/** Whatever HoneyHive makes of it. */
	static final ValueRule NONE = new ValueRule((value) -> null);

	/** JSON, if it begins like that. */
	static final ValueRule JSON = new ValueRule(ValueRule::objectionToJson);

	/** A run id. */
	static final ValueRule RUN_ID = of(RunId::isRunId, "must be a run id");

	// What str() makes of a dict or a list: its first text is in single quotes.
	private static final Pattern PYTHON = Pattern.compile("[\\[{][\\s\\[{(]*'");

	/** Whatever {@code holds} of, or else {@code demand} is said. */
	static ValueRule of(Predicate<String> holds, String demand) {
		return new ValueRule((value) -> holds.test(value) ? null : demand);
	}

	/** Exactly one of {@code names}. */
	static ValueRule oneOf(String... names) {
		return of(List.of(names)::contains, "must be one of " + String.join(", ", names));
	}

	/** A whole number from 1 to {@code most}. */
	static ValueRule upTo(int most) {
		return of((value) -> value.matches("[0-9]{1,10}") && isBetween(Long.parseLong(value), most),
				"must be a whole number from 1 to " + most);
	}

	private static boolean isBetween(long number, int most) {
		return number >= 1 && number <= most;
	}

	private static @Nullable String objectionToJson(String value) {
		if (!(value.startsWith("{") || value.startsWith("[")) || JsonSyntax.isWellFormed(value)) {
			return null;
		}
		return PYTHON.matcher(value).lookingAt()
				? "is the text of a Python dict or list and no JSON: pass json.dumps(...) of it"
				: "begins like JSON and is none";
	}

}
