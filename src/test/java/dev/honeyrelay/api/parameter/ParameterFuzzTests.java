package dev.honeyrelay.api.parameter;

import java.util.List;

import dev.honeyrelay.harness.Fuzz;
import dev.honeyrelay.problem.InvalidRequestException;
import dev.honeyrelay.run.Operation;
import dev.honeyrelay.run.Parameters;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever the query, it is understood or refused; and what is understood arrives at
 * HoneyHive as exactly the same parameters.
 */
class ParameterFuzzTests {

	private static final List<String> WORDS = List.of("aggregate_function", "filters", "dateRange", "limit", "run_ids",
			"page", "status", "project", "=", "=", "=", "&", "&", "[]", "[0][field]", "%5B%5D", "average", "AVERAGE",
			"max", "%", "%zz", "%00", "%C3%A9", "%C3", "%ED%A0%80", "\u00e9", "+", "%2B", "%26", "%3D", ";", "#", "{",
			"}", "{\"a\":1}", "[", "]", "\"", "1", "1001", "-1", "99999999999999999999", "completed", "\r\n", "\t",
			"\ud800", "\ud83d\ude00", "[".repeat(600), "x".repeat(2000));

	@Test
	void everyQueryIsUnderstoodOrRefused() {
		ParameterReader reader = new ParameterReader(new ParameterProperties(List.of("extra")));

		Fuzz.run((random) -> {
			Operation operation = Fuzz.oneOf(List.of(Operation.values()), random);
			String query = Fuzz.text(WORDS, 14, random);
			try {
				check(reader, operation, reader.read(operation, QueryString.parse(query)));
			}
			catch (InvalidRequestException ex) {
				assertThat(ex.getMessage()).isNotBlank().matches("[ -~]*").hasSizeLessThan(400);
			}
		});
	}

	private static void check(ParameterReader reader, Operation operation, Parameters parameters) {
		String sent = parameters.encoded();

		assertThat(sent).matches("[A-Za-z0-9%=&._*-]*");
		Parameters again = reader.read(operation, QueryString.parse(sent));
		assertThat(again.encoded()).isEqualTo(sent);
		assertThat(again).isEqualTo(parameters).hasSameHashCodeAs(parameters);
	}

}
