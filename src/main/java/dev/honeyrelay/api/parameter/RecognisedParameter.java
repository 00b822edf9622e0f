package dev.honeyrelay.api.parameter;

import java.util.EnumSet;
import java.util.Set;

import dev.honeyrelay.problem.InvalidRequestException;
import dev.honeyrelay.run.AggregateFunction;
import dev.honeyrelay.run.Operation;

/**
 * The query parameters that HoneyHive takes, each with its rule. The enumeration of an
 * operation's parameters is all there is to adding one.
 */
enum RecognisedParameter {

	/** How a metric is summed up. */
	AGGREGATE_FUNCTION("aggregate_function", Form.ONE_VALUE,
			ValueRule.of(AggregateFunction::isKnown, "must be one of " + AggregateFunction.names())),

	/** Which events count. */
	FILTERS("filters", Form.STRUCTURE, ValueRule.JSON),

	/** When they must have happened. */
	DATE_RANGE("dateRange", Form.STRUCTURE, ValueRule.NONE),

	/** Which events are compared. */
	FILTER("filter", Form.STRUCTURE, ValueRule.JSON),

	/** The name of the events to compare. */
	EVENT_NAME("event_name", Form.ONE_VALUE, ValueRule.NONE),

	/** The type of the events to compare. */
	EVENT_TYPE("event_type", Form.ONE_VALUE, ValueRule.NONE),

	/** How many pairs of events there are on a page. */
	EVENT_LIMIT("limit", Form.ONE_VALUE, ValueRule.upTo(1000)),

	/** How many runs there are on a page. */
	RUN_LIMIT("limit", Form.ONE_VALUE, ValueRule.upTo(100)),

	/** Which page. */
	PAGE("page", Form.ONE_VALUE, ValueRule.upTo(Integer.MAX_VALUE)),

	/** The data set whose runs are listed. */
	DATASET_ID("dataset_id", Form.ONE_VALUE, ValueRule.NONE),

	/** The runs that are listed. */
	RUN_IDS("run_ids", Form.LIST, ValueRule.NONE),

	/** The name of the runs that are listed. */
	NAME("name", Form.ONE_VALUE, ValueRule.NONE),

	/** The status of the runs that are listed. */
	STATUS("status", Form.ONE_VALUE, ValueRule.oneOf("pending", "completed", "failed", "cancelled", "running")),

	/** What they are sorted by. */
	SORT_BY("sort_by", Form.ONE_VALUE, ValueRule.oneOf("created_at", "updated_at", "name", "status")),

	/** Which way round. */
	SORT_ORDER("sort_order", Form.ONE_VALUE, ValueRule.oneOf("asc", "desc")),

	/** The run whose events the schema of events is about. */
	EVALUATION_ID("evaluation_id", Form.ONE_VALUE, ValueRule.RUN_ID);

	private final String wireName;

	private final Form form;

	// It is a function of the value and of nothing else.
	@SuppressWarnings("ImmutableEnumChecker")
	private final ValueRule rule;

	RecognisedParameter(String wireName, Form form, ValueRule rule) {
		this.wireName = wireName;
		this.form = form;
		this.rule = rule;
	}

	/** Returns the parameters that may accompany {@code operation}. */
	static Set<RecognisedParameter> of(Operation operation) {
		return switch (operation) {
			case RUN -> EnumSet.noneOf(RecognisedParameter.class);
			case RESULT, COMPARISON -> EnumSet.of(AGGREGATE_FUNCTION, FILTERS);
			case METRICS -> EnumSet.of(DATE_RANGE, FILTERS);
			case COMPARISON_EVENTS -> EnumSet.of(EVENT_NAME, EVENT_TYPE, FILTER, EVENT_LIMIT, PAGE);
			case RUN_LIST ->
				EnumSet.of(DATASET_ID, PAGE, RUN_LIMIT, RUN_IDS, NAME, STATUS, DATE_RANGE, SORT_BY, SORT_ORDER);
			case RUN_SCHEMA, RUNS_SCHEMA -> EnumSet.of(DATE_RANGE);
			case EVENTS_SCHEMA -> EnumSet.of(DATE_RANGE, EVALUATION_ID);
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
		return isPlain(name)
				|| (this.form != Form.ONE_VALUE && name.startsWith(this.wireName + '[') && name.endsWith("]"));
	}

	/** Returns whether this is a list, which may have any number of short values. */
	boolean isList() {
		return this.form == Form.LIST;
	}

	/**
	 * @throws InvalidRequestException if {@code value}, under the plain name, is none of
	 * this parameter's
	 */
	void check(String value) {
		String objection = this.rule.objection().apply(value);
		if (objection != null) {
			throw new InvalidRequestException("The parameter " + this.wireName + ' ' + objection + '.');
		}
	}

	/**
	 * How the values of a parameter are spelled.
	 */
	private enum Form {

		/** One value under the plain name. */
		ONE_VALUE,

		/** One value under the plain name, or any in brackets. */
		STRUCTURE,

		/** Any number of values, in brackets or not. */
		LIST

	}

}
