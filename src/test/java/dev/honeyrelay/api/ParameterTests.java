package dev.honeyrelay.api;

import java.util.stream.Stream;

import dev.honeyrelay.harness.Case;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A misspelt filter must not silently return unfiltered numbers: what is not recognised
 * is refused by name, what is goes upstream as it came.
 */
class ParameterTests {

	private static final String RESULT = "/v1/runs/{run}/result";

	@ParameterizedTest(name = "{0}")
	@MethodSource({ "unknown", "functions", "filters", "unreadable" })
	void whatIsNotRecognisedIsRefusedByName(Case situation) throws Exception {
		Stage.shared().play(situation.gives(400, "invalid-request"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "aggregate_function=p95|aggregate_function=p95",
					"filters=%7B%22a%22:%22%26%23%25%2B../%22%7D|filters=%7B%22a%22%3A%22%26%23%25%2B..%2F%22%7D",
					"filters=a+b|filters=a%20b", "filters=a%2Bb|filters=a%2Bb", "filters=a=b|filters=a%3Db",
					"filters=%26aggregate_function=max|filters=%26aggregate_function%3Dmax", "filters=|filters=",
					"filters|filters=", "filters=%0D%0AX:%20y|filters=%0D%0AX%3A%20y",
					"filters=%F0%9F%98%80%C3%A9|filters=%F0%9F%98%80%C3%A9", "filters=a;b|filters=a%3Bb",
					"filters[]=b&filters[]=a&filters[]=b|filters%5B%5D=b&filters%5B%5D=a&filters%5B%5D=b",
					"filters[1][field]=x&filters[0][field]=y|filters%5B1%5D%5Bfield%5D=x&filters%5B0%5D%5Bfield%5D=y",
					"filters%5B0%5D%5Boperator%5D=is|filters%5B0%5D%5Boperator%5D=is",
					"filters[]={'field': 'a'|filters%5B%5D=%7B%27field%27%3A%20%27a%27",
					"filters=[{}]&aggregate_function=min|filters=%5B%7B%7D%5D&aggregate_function=min",
					"project=x&aggregate_function=sum&project_id=y&project_id=z|aggregate_function=sum",
					"&&filters=x&|filters=x", "project=x|" })
	void whatIsRecognisedArrivesAsItCame(String sent, String seen) {
		Stage stage = Stage.shared();
		String target = "/v1/runs/" + stage.newRun() + "/result";

		assertThat(stage.relay().get(target + '?' + sent.replace(" ", "%20")).status()).isEqualTo(200);

		assertThat(stage.upstream().last().target()).isEqualTo((seen != null) ? target + '?' + seen : target);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "dateRange=%7B%7D", "dateRange[$gte]=1&dateRange[$lte]=2", "filters=x", "filters[0][field]=x" })
	void metricsHaveParametersOfTheirOwn(String query) throws Exception {
		Stage.shared()
			.play(Case.get("/v1/runs/{run}/metrics?" + query)
				.asking(2)
				.when((response) -> assertThat(response.status()).isEqualTo(200)));
	}

	@Test
	void theKeyIsWhatWasReceived() {
		RunningRelay relay = Stage.shared().relay();
		String target = "/v1/runs/" + Stage.shared().newRun() + "/result";

		assertThat(statusOf(relay, target)).contains("fwd=miss");
		assertThat(statusOf(relay, target + "?aggregate_function=average")).contains("hit");
		assertThat(statusOf(relay, target + "?project_id=x")).contains("hit");
		assertThat(statusOf(relay, target + "?aggregate_function=max")).contains("fwd=miss");
		assertThat(statusOf(relay, target + "?filters[]=a&filters[]=b")).contains("fwd=miss");
		assertThat(statusOf(relay, target + "?filters[]=b&filters[]=a")).contains("fwd=miss");
		assertThat(statusOf(relay, target + "?filters%5B%5D=%62&filters[]=a&")).contains("hit");
		assertThat(statusOf(relay, target + "?filters=")).contains("fwd=miss");
	}

	static Stream<Case> unknown() {
		Stream<Case> named = Stream
			.of("aggregate_fn", "aggregateFunction", "Filters", "filter", "limit", "dateRange", "run_ids[]",
					"aggregate_function[]", "filters[", "filters]", "filters[0", "filtersx", "xfilters[]", "_",
					"$where")
			.map((name) -> Case.get(RESULT + '?' + name + "=average").saying("parameter " + name));
		Stream<Case> elsewhere = Stream.of(Case.get("/v1/runs/{run}?filters=x").saying("filters"),
				Case.get("/v1/runs/{run}?aggregate_function=max").saying("aggregate_function"),
				Case.get("/v1/runs/{run}/metrics?aggregate_function=max").saying("aggregate_function"),
				Case.get("/runs/{run}/compare/b?dateRange=x").saying("dateRange"), Case.get(RESULT + "?=x"),
				Case.get(RESULT + "?filters=x&" + "y".repeat(500) + "=1"),
				Case.get(RESULT + "?%3Cscript%3E%0A%E2%80%AE=1").saying("parameter ?script"));
		return Stream.concat(named, elsewhere);
	}

	static Stream<Case> functions() {
		Stream<Case> values = Stream
			.of("AVERAGE", "Average", "average%20", "%20average", "", "mean", "p50", "avg", "average,min", "p95%00",
					"%C4%B1", "average%0A")
			.map((value) -> Case.get(RESULT + "?aggregate_function=" + value));
		Stream<Case> twice = Stream.of(Case.get(RESULT + "?aggregate_function=max&aggregate_function=max"),
				Case.get(RESULT + "?aggregate_function=average&filters=x&aggregate_function=min"),
				Case.get(RESULT + "?aggregate_function"));
		return Stream.concat(values, twice)
			.map((situation) -> situation.when((response) -> assertThat(response.text()).doesNotContain("\\n")));
	}

	static Stream<Case> filters() {
		Stream<Case> values = Stream
			.of("{", "[1,]", "{'a':1}", "[]x", "{}{}", "{\"a\":1", "[NaN]", "{\"a\":\"\\x\"}",
					"[" + "1".repeat(1001) + ']', "[".repeat(4000) + "]".repeat(4000), "[".repeat(8000))
			.map((value) -> Case.get(RESULT + "?filters=" + encoded(value)).saying("filters"));
		Stream<Case> others = Stream.of(Case.get(RESULT + "?filters=a&filters=b").saying("filters"),
				Case.get(RESULT + "?filters=" + "x".repeat(8193)).saying("8 KB"),
				Case.get(RESULT + "?filters=" + "%C3%A9".repeat(4097)).saying("8 KB"),
				Case.get(RESULT + "?filters[" + "x".repeat(8192) + "]=").saying("8 KB"),
				Case.get(RESULT + "?filters[]=" + "x".repeat(5000) + "&filters[]=" + "x".repeat(5000)).saying("8 KB"),
				Case.get("/v1/runs/{run}/metrics?filters=%5B").saying("filters"));
		return Stream.concat(values, others);
	}

	static Stream<Case> unreadable() {
		return Stream
			.of("filters=a%00", "a%00=x", "filters=%", "filters=%z", "filters=%zz", "filters=%u0041", "filters=%C3",
					"filters=%C0%80", "filters=%ED%A0%80", "filters=%FF", "filters=%F5%80%80%80", "filters=\u00e9",
					"filters=%+1", "filters=%-1", "project_id=%zz")
			.map((query) -> Case.get(RESULT + '?' + query));
	}

	private static String statusOf(RunningRelay relay, String target) {
		return relay.get(target).value("Cache-Status");
	}

	private static String encoded(String text) {
		return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
	}

}
