package dev.honeyrelay.run;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The nine names, and nothing that merely resembles them.
 */
class AggregateFunctionTests {

	@Test
	void thereAreNineNames() {
		assertThat(AggregateFunction.names()).isEqualTo("average, min, max, median, p95, p99, p90, sum, count");
	}

	@ParameterizedTest
	@ValueSource(strings = { "average", "min", "max", "median", "p95", "p99", "p90", "sum", "count" })
	void aNameIsKnown(String name) {
		assertThat(AggregateFunction.isKnown(name)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "AVERAGE", "Average", "", " average", "average ", "mean", "p50", "P95" })
	void aNameIsKnownToTheLetter(String name) {
		assertThat(AggregateFunction.isKnown(name)).isFalse();
	}

}
