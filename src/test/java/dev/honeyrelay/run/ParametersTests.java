package dev.honeyrelay.run;

import java.util.ArrayList;
import java.util.List;

import dev.honeyrelay.run.Parameters.Parameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.honeyrelay.run.Questions.parameters;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * When two requests' parameters ask the same, and how they travel upstream.
 */
class ParametersTests {

	@Test
	void theDefaultFunctionMayBeSpelledOut() {
		Parameters spelledOut = parameters("aggregate_function=average");

		assertThat(spelledOut).isEqualTo(Parameters.NONE).hasSameHashCodeAs(Parameters.NONE);
		assertThat(spelledOut.key()).isEqualTo(Parameters.NONE.key());
		assertThat(parameters("filters=[]", "aggregate_function=average")).isEqualTo(parameters("filters=[]"));
	}

	@Test
	void theDefaultFunctionSpelledOutIsAskedAsItCame() {
		assertThat(parameters("aggregate_function=average").encoded()).isEqualTo("aggregate_function=average");
		assertThat(Parameters.NONE.encoded()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(names = "AVERAGE", mode = EnumSource.Mode.EXCLUDE)
	void anyOtherFunctionIsAnotherQuestion(AggregateFunction function) {
		assertThat(parameters("aggregate_function=" + function.wireName())).isNotEqualTo(Parameters.NONE);
	}

	@Test
	void namesOrderAndRepeatsAreKeptAndTellQuestionsApart() {
		Parameters first = parameters("filters[0][field]=a", "filters[1][field]=b", "filters[1][field]=b");

		assertThat(first.encoded())
			.isEqualTo("filters%5B0%5D%5Bfield%5D=a&filters%5B1%5D%5Bfield%5D=b&filters%5B1%5D%5Bfield%5D=b");
		assertThat(first).isNotEqualTo(parameters("filters[0][field]=a", "filters[1][field]=b"));
		assertThat(first).isNotEqualTo(parameters("filters[1][field]=b", "filters[0][field]=a", "filters[1][field]=b"));
	}

	@Test
	void whatMeansSomethingInAQueryArrivesAsOneEncodedValue() {
		assertThat(parameters("filters=a&b#c%d+e/../f =g é").encoded())
			.isEqualTo("filters=a%26b%23c%25d%2Be%2F..%2Ff%20%3Dg%20%C3%A9");
	}

	@Test
	void aValueCannotPassForTwoParameters() {
		assertThat(parameters("filters=a&dateRange=b")).isNotEqualTo(parameters("filters=a", "dateRange=b"));
		assertThat(parameters("filters=x&aggregate_function=average")).isNotEqualTo(parameters("filters=x"));
	}

	@Test
	void anEmptyValueIsNotAMissingOne() {
		assertThat(parameters("filters=")).isNotEqualTo(Parameters.NONE);
		assertThat(parameters("filters=").encoded()).isEqualTo("filters=");
	}

	@Test
	void theirTextFormTellsNoValue() {
		assertThat(parameters("filters=confidential")).asString().doesNotContain("confidential");
		assertThat(Questions.result("r", "filters=confidential")).asString().doesNotContain("confidential");
	}

	@Test
	void laterChangesToTheListDoNotReachThem() {
		List<Parameter> received = new ArrayList<>(List.of(new Parameter("filters", "a")));
		Parameters parameters = Parameters.of(received);

		received.clear();

		assertThat(parameters.encoded()).isEqualTo("filters=a");
	}

}
