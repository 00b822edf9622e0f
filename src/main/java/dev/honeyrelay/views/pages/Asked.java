package dev.honeyrelay.views.pages;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

import dev.honeyrelay.run.AggregateFunction;
import dev.honeyrelay.run.Parameters.Parameter;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.views.pages.Choice.Field;
import org.jspecify.annotations.Nullable;

/**
 * What a page was asked for.
 *
 * @param place where it is
 * @param runs the runs that its path names, or none
 * @param query its parameters, those that HoneyHive is not asked included
 * @param reading how old the numbers are
 * @param honeyHive the address of a run at HoneyHive, with {@code {run_id}} in place of
 * the run, or {@code null} if nobody has told it
 */
public record Asked(Place place, List<RunId> runs, List<Parameter> query, Reading reading, @Nullable String honeyHive) {

	/** The parameter that has the name of a metric that is shown. */
	public static final String METRIC = "metric";

	/** The parameter that has the run that another one is chosen to be compared with. */
	public static final String COMPARED = "compare";

	private static final String FUNCTION = "aggregate_function";

	/** The parameters that are chosen where there are metrics. */
	static final Set<String> FIELDS = Set.of(METRIC, FUNCTION);

	public Asked {
		runs = List.copyOf(runs);
		query = List.copyOf(query);
	}

	/** Returns whether {@code metric} is to be shown. */
	boolean includes(@Nullable String metric) {
		List<String> wanted = this.query.stream()
			.filter((parameter) -> parameter.name().equals(METRIC))
			.map(Parameter::value)
			.toList();
		return wanted.isEmpty() || (metric != null && wanted.contains(metric));
	}

	/** Returns what HoneyHive is asked, without what only the page is asked. */
	List<Parameter> operationQuery() {
		return Choice.without(this.query, METRIC, COMPARED);
	}

	/** Returns the ways to the view at {@code path} in several formats. */
	List<Page.Action> files(String path, String... endings) {
		return files(path, operationQuery(), endings);
	}

	/** Returns the ways to the trend, which is asked for a metric as well. */
	List<Page.Action> trendFiles(String path) {
		return files(path, this.query, "csv", "json");
	}

	private List<Page.Action> files(String path, List<Parameter> query, String... endings) {
		return Stream.of(endings)
			.map((ending) -> new Page.Action(nameOf(ending), this.place.to(path + '.' + ending, query), false))
			.toList();
	}

	private static String nameOf(String ending) {
		return switch (ending) {
			case "md" -> "Markdown";
			case "junit.xml" -> "JUnit";
			default -> ending.toUpperCase(Locale.ROOT);
		};
	}

	/**
	 * Returns a link to the run at HoneyHive, or nothing if nobody has told where that
	 * is.
	 */
	List<Page.Action> atHoneyHive(RunId run, String text) {
		return (this.honeyHive != null)
				? List.of(new Page.Action(text, this.honeyHive.replace("{run_id}", run.value()), true)) : List.of();
	}

	/**
	 * Returns a link to the list in which a run is chosen to compare {@code run} with.
	 * @param name the name that those in the list have, or {@code null} for all
	 */
	Page.Action toCompare(RunId run, @Nullable String name, String text) {
		List<Parameter> query = new ArrayList<>();
		if (name != null) {
			query.add(new Parameter("name", name));
		}
		query.add(new Parameter(COMPARED, run.value()));
		return new Page.Action(text, this.place.to("", query), false);
	}

	/** Returns the choice of a metric and of an aggregate function. */
	Choice choice(String path, List<String> metrics) {
		List<Field> fields = new ArrayList<>(Choice.kept(Choice.without(this.query, METRIC, FUNCTION)));
		fields.add(Choice.oneOf(METRIC, "Metric", "all", metrics, this.query));
		List<String> functions = Arrays.stream(AggregateFunction.values())
			.filter((function) -> function != AggregateFunction.AVERAGE)
			.map(AggregateFunction::wireName)
			.toList();
		fields.add(Choice.oneOf(FUNCTION, "Aggregate", AggregateFunction.AVERAGE.wireName(), functions, this.query));
		return new Choice(this.place.to(path), fields, "Show");
	}

}
