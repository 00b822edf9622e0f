package dev.honeyrelay.access;

import java.net.http.HttpResponse;

import dev.honeyrelay.Team;
import dev.honeyrelay.TeamRelay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ProjectChoiceTests {

	private static final String FORBIDDEN = "The caller may not do this, or may not read this project.";

	private final TeamRelay relay = TeamRelay.running();

	@Test
	void aCallerReadsItsFirstProjectUnlessItNamesAnother() {
		assertThat(this.relay.get(Team.GRAFANA, "/v1/runs/choice-1/result").body()).contains("search-quality");
		assertThat(this.relay.get(Team.RELEASE_CI, "/v1/runs/choice-1/result").body()).contains("support-bot");
		assertThat(this.relay.get(Team.GRAFANA, "/v1/runs/choice-1/result", "Relay-Project", "support-bot").body())
			.contains("support-bot");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1/projects/77a2d1/runs/choice-2/result",
			"/v1/projects/support-bot/runs/choice-2/summary", "/projects/77a2d1/runs/choice-2/result",
			"/projects/support-bot/runs/choice-2/metrics", "/v1/projects/support-bot/runs/choice-2",
			"/v1/projects/77a2d1/runs/choice-2/compare/other", "/projects/77a2d1/runs/choice-2/compare-with/other" })
	void aPathNamesAProjectOrTellsItsId(String path) {
		HttpResponse<String> response = this.relay.get(Team.GRAFANA, path);

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).contains("support-bot");
	}

	@Test
	void everySpellingIsAnsweredFromTheSameStoredResponse() {
		this.relay.get(Team.GRAFANA, "/v1/projects/77a2d1/runs/choice-3/result");

		for (String path : new String[] { "/v1/projects/support-bot/runs/choice-3/summary",
				"/projects/77a2d1/runs/choice-3/result?aggregate_function=average" }) {
			assertThat(this.relay.get(Team.GRAFANA, path).headers().firstValue("Cache-Status"))
				.hasValueSatisfying((status) -> assertThat(status).contains("; hit;"));
		}
		assertThat(this.relay.get(Team.RELEASE_CI, "/runs/choice-3/result?project_id=x")
			.headers()
			.firstValue("Cache-Status")).hasValueSatisfying((status) -> assertThat(status).contains("; hit;"));
		assertThat(this.relay.asked("choice-3")).isEqualTo(1);
	}

	@Test
	void whatIsStoredForOneProjectIsNotThereForAnother() {
		this.relay.get(Team.GRAFANA, "/v1/runs/choice-4/result");

		HttpResponse<String> response = this.relay.get(Team.RELEASE_CI, "/v1/runs/choice-4/result");

		assertThat(response.body()).contains("support-bot");
		assertThat(response.headers().firstValue("Cache-Status")).hasValue("honeyhive-relay; fwd=miss; stored");
	}

	@ParameterizedTest
	@CsvSource({ "secret-lab, /v1/runs/choice-5/result", "no-such-project, /v1/runs/choice-5/result",
			"'', /v1/runs/choice-5/result", "66f1c0, /v1/runs/choice-5/result",
			", /v1/projects/secret-lab/runs/choice-5", ", /v1/projects/88b3e2/runs/choice-5/result",
			", /projects/no-such-project/runs/choice-5/result", "secret-lab, /v1/projects/secret-lab/runs/choice-5",
			"'search-quality, support-bot', /v1/runs/choice-5",
			// Authorization comes before everything else that is wrong.
			"secret-lab, /v1/runs/%24/result?aggregate_function=AVERAGE" })
	void whatACallerMayNotReadAndWhatIsNotThereAreRefusedAlike(String header, String path) {
		HttpResponse<String> response = (header != null)
				? this.relay.get(Team.GRAFANA, path, "Relay-Project", header, "X-Request-Id", "one")
				: this.relay.get(Team.GRAFANA, path, "X-Request-Id", "one");

		assertThat(response.statusCode()).isEqualTo(403);
		assertThat(response.body()).isEqualTo(
				this.relay.get(Team.GRAFANA, "/v1/runs/x", "Relay-Project", "none", "X-Request-Id", "one").body());
		assertThat(response.body()).contains("/problems/forbidden").contains(FORBIDDEN);
		assertThat(this.relay.asked("choice-5")).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "search-quality, /v1/projects/support-bot/runs/choice-6",
			"support-bot, /projects/66f1c0/runs/choice-6", "secret-lab, /v1/projects/support-bot/runs/choice-6",
			"support-bot, /v1/projects/secret-lab/runs/choice-6",
			"no-such-project, /v1/projects/77a2d1/runs/choice-6" })
	void aHeaderAndAPathThatDisagreeAreABadRequest(String header, String path) {
		HttpResponse<String> response = this.relay.get(Team.GRAFANA, path, "Relay-Project", header);

		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body()).contains("/problems/invalid-request").contains("name different projects");
		assertThat(this.relay.asked("choice-6")).isZero();
	}

	@Test
	void aHeaderAndAPathMayAgree() {
		assertThat(
				this.relay.get(Team.GRAFANA, "/v1/projects/77a2d1/runs/choice-7/result", "Relay-Project", "support-bot")
					.body())
			.contains("support-bot");
	}

	@Test
	void aHeaderGivenTwiceIsABadRequest() {
		HttpResponse<String> response = this.relay.get(Team.GRAFANA, "/v1/runs/choice-8/result", "Relay-Project",
				"support-bot", "Relay-Project", "support-bot");

		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body()).contains("Relay-Project is given more than once.");
	}

	@Test
	void whoMayReadEverythingHasToSayWhat() {
		assertThat(this.relay.get(Team.OPERATOR, "/v1/runs/choice-9/result")).satisfies((response) -> {
			assertThat(response.statusCode()).isEqualTo(400);
			assertThat(response.body()).contains("/problems/invalid-request").contains("Relay-Project");
		});
		assertThat(this.relay.get(Team.OPERATOR, "/v1/runs/choice-9/result", "Relay-Project", "secret-lab").body())
			.contains("secret-lab");
		assertThat(this.relay.get(Team.OPERATOR, "/v1/projects/88b3e2/runs/choice-9/result").body())
			.contains("secret-lab");
	}

	@Test
	void pathAndMethodComeBeforeTheProject() {
		assertThat(this.relay.get(Team.GRAFANA, "/v1/nothing", "Relay-Project", "none").statusCode()).isEqualTo(404);
		assertThat(this.relay.send("POST", Team.GRAFANA, "/v1/projects/none/runs/choice-10/result").statusCode())
			.isEqualTo(405);
	}

}
