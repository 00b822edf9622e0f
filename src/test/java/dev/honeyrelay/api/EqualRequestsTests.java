package dev.honeyrelay.api;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.honeyrelay.StandIn;
import dev.honeyrelay.harness.Fixtures;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Callers spell the same question in many ways; HoneyHive is asked in one, and answers
 * them all.
 */
class EqualRequestsTests {

	private static final String RUN = "d832576e-7061-4c13-8123-d1b4e8ed58fb";

	private static final String OLD = "7c8776d8-3d24-43c3-8c1f-bade46249992";

	@ParameterizedTest(name = "{0}")
	@MethodSource("operations")
	void allSpellingsShareOneStoredAnswer(String operation, int asked, List<String> spellings) {
		Stage stage = Stage.shared();
		String run = stage.newRun();
		int before = stage.upstream().asked();
		List<RawResponse> answers = new ArrayList<>();

		for (String spelling : spellings) {
			answers.add(stage.relay().get(spelling.replace("{run}", run)));
			answers.add(stage.relay().send("HEAD", spelling.replace("{run}", run)));
		}

		assertThat(answers).extracting(RawResponse::status).containsOnly(200);
		assertThat(answers).extracting((answer) -> answer.value("ETag")).containsOnly(answers.getFirst().value("ETag"));
		assertThat(answers.getFirst().value("Cache-Status")).isEqualTo("honeyhive-relay; fwd=miss; stored");
		assertThat(answers.subList(1, answers.size())).extracting((answer) -> answer.value("Cache-Status"))
			.allMatch((status) -> status.startsWith("honeyhive-relay; hit; ttl="));
		assertThat(stage.upstream().asked() - before).isEqualTo(asked);
	}

	@Test
	void theDialectV1AsksForResultAndCompareWith() {
		assertThat(asksOf(Fixtures.relay(), Fixtures.honeyHive())).containsExactly("/v1/runs/" + RUN,
				"/v1/runs/" + RUN + "/result?aggregate_function=count",
				"/v1/runs/" + RUN + "/compare-with/" + OLD + "?aggregate_function=count", "/v1/runs/" + RUN,
				"/v1/runs/" + RUN + "/metrics?filters=spelling");
	}

	@Test
	void theDialectV1CurrentAsksForSummaryAndCompare() {
		try (RunningRelay relay = RunningRelay.start(Fixtures.honeyHive().baseUrl() + '/',
				"--relay.upstream.dialect=v1-current")) {
			assertThat(asksOf(relay, Fixtures.honeyHive())).containsExactly("/v1/runs/" + RUN,
					"/v1/runs/" + RUN + "/summary?aggregate_function=count",
					"/v1/runs/" + RUN + "/compare/" + OLD + "?aggregate_function=count", "/v1/runs/" + RUN,
					"/v1/runs/" + RUN + "/metrics?filters=spelling");
		}
	}

	static Stream<Arguments> operations() {
		return Stream.of(operation("run", 1, "/v1/runs/{run}", "/runs/{run}"),
				operation("result", 1, "/v1/runs/{run}/result", "/runs/{run}/result", "/v1/runs/{run}/summary",
						"/runs/{run}/summary", "/runs/{run}/result?project_id=x&aggregate_function=average"),
				operation("metrics", 2, "/v1/runs/{run}/metrics", "/runs/{run}/metrics"),
				operation("comparison", 1, "/v1/runs/{run}/compare-with/b", "/runs/{run}/compare-with/b",
						"/v1/runs/{run}/compare/b", "/runs/{run}/compare/b"));
	}

	private static Arguments operation(String name, int asked, String... spellings) {
		return Arguments.of(name, asked, List.of(spellings));
	}

	private static List<String> asksOf(RunningRelay relay, StandIn honeyHive) {
		honeyHive.asked();
		for (String path : List.of("/runs/" + RUN, "/v1/runs/" + RUN + "/summary?aggregate_function=count",
				"/runs/" + RUN + "/compare/" + OLD + "?aggregate_function=count",
				"/v1/runs/" + RUN + "/metrics?filters=spelling")) {
			assertThat(relay.get(path).status()).isEqualTo(200);
		}
		return honeyHive.asked();
	}

}
