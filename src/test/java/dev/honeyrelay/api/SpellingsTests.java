package dev.honeyrelay.api;

import java.net.http.HttpResponse;

import dev.honeyrelay.Team;
import dev.honeyrelay.TeamRelay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SpellingsTests {

	private static final String[] PREFIXES = { "/v1", "", "/v1/projects/66f1c0", "/projects/search-quality" };

	private final TeamRelay relay = TeamRelay.running();

	// A run, what callers ask, and what HoneyHive is asked about it with the dialect v1.
	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			spelling-1 | /result             | /v1/runs/spelling-1/result
			spelling-2 | /summary            | /v1/runs/spelling-2/result
			spelling-3 | /metrics            | /v1/runs/spelling-3/metrics
			spelling-4 | ''                  | /v1/runs/spelling-4
			spelling-5 | /compare/b          | /v1/runs/spelling-5/compare-with/b
			spelling-6 | /compare-with/b     | /v1/runs/spelling-6/compare-with/b
			spelling-7 | /compare/b/events?limit=7 | /v1/runs/compare/events?run_id_1=spelling-7&run_id_2=b&limit=7
			spelling-8 | /schema             | /v1/runs/spelling-8/schema
			""")
	void everySpellingGetsTheSameStoredResponse(String run, String path, String asked) {
		for (String prefix : PREFIXES) {
			HttpResponse<String> response = this.relay.get(Team.GRAFANA, prefix + "/runs/" + run + path);

			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.body()).contains("search-quality");
		}
		assertThat(this.relay.urlsAsked(run)).containsOnlyOnce(asked).hasSizeLessThanOrEqualTo(2);
	}

	@Test
	void comparisonEventsMayNameTheirRunsInTheQuery() {
		this.relay.get(Team.GRAFANA, "/v1/runs/spelling-9/compare/b/events?page=2&limit=9");

		HttpResponse<String> response = this.relay.get(Team.GRAFANA,
				"/runs/compare/events?page=2&run_id_2=b&limit=9&run_id_1=spelling-9");

		assertThat(response.headers().firstValue("Cache-Status").orElseThrow()).contains("; hit;");
		assertThat(this.relay.asked("/events?run_id_1=spelling-9&run_id_2=b&page=2&limit=9")).isOne();
	}

	// Never settled: every read asks.
	@ParameterizedTest
	@CsvSource({
			"/runs?name=spelling-10&run_ids%5B%5D=a&run_ids[]=b&project=x, /v1/runs?name=spelling-10&run_ids%5B%5D=a&run_ids%5B%5D=b",
			"/runs/schema?dateRange=spelling-11, /v1/runs/schema?dateRange=spelling-11",
			"/events/schema?evaluation_id=spelling-12, /v1/events/schema?evaluation_id=spelling-12" })
	void whatAnotherRunMayChangeIsNeverStored(String path, String asked) {
		for (String prefix : PREFIXES) {
			HttpResponse<String> response = this.relay.get(Team.GRAFANA, (prefix + path).replace("[]", "%5B%5D"));

			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.headers().firstValue("Cache-Status"))
				.hasValue("honeyhive-relay; fwd=miss; stored=?0; detail=unsettled");
		}
		assertThat(this.relay.urlsAsked(asked)).hasSize(4).containsOnly(asked);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1/runs/", "/v1/runs/a/", "/v1/runs/a/nothing", "/v1/runs/a/compare",
			"/v1/runs/a/compare-with/b/events", "/v1/events", "/v1/events/schema/x", "/v1/projects/66f1c0",
			"/v1/projects/66f1c0/events", "/v2/runs", "/v1/v1/runs", "/projects" })
	void anyOtherPathIsNotThere(String path) {
		HttpResponse<String> response = this.relay.get(Team.GRAFANA, path);

		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(response.body()).contains("/problems/not-found");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1/runs/compare", "/v1/runs/compare/result", "/v1/runs/schema/schema",
			"/v1/runs/a/compare/schema", "/v1/runs/compare/compare/a/events", "/v1/runs/compare/events",
			"/v1/runs/compare/events?run_id_1=a", "/v1/runs/compare/events?run_id_1=a&run_id_2=schema",
			"/v1/runs/compare/events?run_id_1=a&run_id_1=a&run_id_2=b",
			"/v1/runs/compare/events?run_id_1=a&run_id_2=%2E%2E%2Fb", "/v1/runs/a/compare/b/events?run_id_1=a" })
	void aSegmentWithAMeaningOfItsOwnIsNoRunId(String path) {
		HttpResponse<String> response = this.relay.get(Team.GRAFANA, path);

		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body()).contains("/problems/invalid-request");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1/runs", "/runs/schema", "/v1/projects/66f1c0/events/schema",
			"/projects/66f1c0/runs/a/compare/b/events", "/runs/compare/events" })
	void whatIsReadCannotBeWritten(String path) {
		for (String method : new String[] { "POST", "PUT", "PATCH", "DELETE", "OPTIONS" }) {
			HttpResponse<String> response = this.relay.send(method, Team.GRAFANA, path);

			assertThat(response.statusCode()).isEqualTo(405);
			assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD");
		}
	}

}
