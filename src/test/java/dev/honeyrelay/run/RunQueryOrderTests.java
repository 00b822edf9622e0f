package dev.honeyrelay.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import static dev.honeyrelay.run.Questions.comparison;
import static dev.honeyrelay.run.Questions.elsewhere;
import static dev.honeyrelay.run.Questions.metrics;
import static dev.honeyrelay.run.Questions.result;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Questions made for the sake of equal hashes are told apart without looking at each of
 * them.
 */
@Execution(ExecutionMode.CONCURRENT)
class RunQueryOrderTests {

	static final List<Function<String, RunQuery>> PLACES = List.of((text) -> result("run", "filters=" + text),
			(text) -> result("run", "filters[" + text + "]="), (text) -> result(text),
			(text) -> comparison("run", text));

	@ParameterizedTest
	@FieldSource("PLACES")
	@Timeout(20)
	void aMapOfThemIsAsQuickAsAny(Function<String, RunQuery> place) {
		List<RunQuery> colliding = texts(15).stream().map(place).toList();
		assertThat(colliding.stream().map(Object::hashCode).distinct()).hasSize(1);
		Map<RunQuery, Integer> map = new ConcurrentHashMap<>();

		for (int round = 0; round < 3; round++) {
			for (int i = 0; i < colliding.size(); i++) {
				map.put(colliding.get(i), i);
			}
		}

		assertThat(map).hasSize(colliding.size());
	}

	@Test
	void whatIsNotEqualHasAnOrder() {
		List<RunQuery> different = List.of(result("a"), result("b"), metrics("a"), comparison("a", "b"),
				comparison("b", "a"), result("a", "aggregate_function=max"), elsewhere(result("a")));
		for (RunQuery one : different) {
			for (RunQuery other : different) {
				assertThat(one.compareTo(other) == 0).isEqualTo(one.equals(other));
				assertThat(Integer.signum(one.compareTo(other))).isEqualTo(-Integer.signum(other.compareTo(one)));
			}
		}
		assertThat(result("a", "aggregate_function=average")).isEqualByComparingTo(result("a"));
	}

	// All texts of so many pairs of letters whose hashes are equal.
	private static List<String> texts(int pairs) {
		List<String> texts = List.of("");
		for (int i = 0; i < pairs; i++) {
			List<String> longer = new ArrayList<>();
			for (String text : texts) {
				longer.add(text + "Aa");
				longer.add(text + "BB");
			}
			texts = longer;
		}
		return texts;
	}

}
