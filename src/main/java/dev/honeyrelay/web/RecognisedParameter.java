package dev.honeyrelay.web;

import java.util.EnumSet;
import java.util.Set;

import dev.honeyrelay.run.AggregateFunction;
import dev.honeyrelay.run.Operation;

/**
 * The query parameters that HoneyHive takes, each with its rule. The enumeration of an
 * operation's parameters is all there is to adding one.
 */
enum RecognisedParameter {

	/** How a metric is summed up. */
	AGGREGATE_FUNCTION("aggregate_function", false) {

		@Override
		void check(String value) {
			if (!AggregateFunction.isKnown(value)) {
				throw new InvalidRequestException(
						"The parameter aggregate_function must be one of " + AggregateFunction.names() + ".");
			}
		}

	},

	/** Which events count. */
	FILTERS("filters", true) {

		@Override
		void check(String value) {
			if ((value.startsWith("{") || value.startsWith("[")) && !JsonSyntax.isWellFormed(value)) {
				throw new InvalidRequestException("The parameter filters begins like JSON and is none.");
			}
		}

	},

	/** When they must have happened. */
	DATE_RANGE("dateRange", true);

	private final String wireName;

	private final boolean structured;

	RecognisedParameter(String wireName, boolean structured) {
		this.wireName = wireName;
		this.structured = structured;
	}

	/** Returns the parameters that may accompany {@code operation}. */
	static Set<RecognisedParameter> of(Operation operation) {
		return switch (operation) {
			case RUN -> EnumSet.noneOf(RecognisedParameter.class);
			case RESULT, COMPARISON -> EnumSet.of(AGGREGATE_FUNCTION, FILTERS);
			case METRICS -> EnumSet.of(DATE_RANGE, FILTERS);
		};
	}

	/** Returns the name by which HoneyHive knows this parameter. */
	String wireName() {
		return this.wireName;
	}

	/** Returns whether {@code name} is this parameter's own, without brackets. */
	boolean isPlain(String name) {
		return name.equals(this.wireName);
	}

	/**
	 * Returns whether {@code name} is this parameter's own or a bracket spelling of it.
	 */
	boolean isSpelled(String name) {
		return isPlain(name) || (this.structured && name.startsWith(this.wireName + '[') && name.endsWith("]"));
	}

	/**
	 * @throws InvalidRequestException if {@code value}, under the plain name, is none of
	 * this parameter's
	 */
	void check(String value) {
		// Anything goes unless a parameter knows better.
	}

}
