package dev.honeyrelay.api;

import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;

import dev.honeyrelay.Team;
import dev.honeyrelay.TeamRelay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PurgeTests {

	private static final String MISS = "honeyhive-relay; fwd=miss; stored";

	private final TeamRelay relay = TeamRelay.running();

	@Test
	void aPurgeForgetsEveryAnswerThatInvolvesTheRun() {
		String[] paths = { "/v1/runs/purge-1/result", "/v1/runs/purge-1/result?aggregate_function=max",
				"/v1/runs/purge-1/metrics", "/v1/runs/purge-1", "/v1/runs/purge-1/compare/other-1",
				"/v1/runs/other-1/compare/purge-1" };
		for (String path : paths) {
			this.relay.get(Team.RELEASE_CI, path);
			assertThat(cacheStatus(this.relay.get(Team.RELEASE_CI, path))).contains("; hit;");
		}
		this.relay.get(Team.RELEASE_CI, "/v1/runs/other-1/result");

		HttpResponse<String> response = purge(Team.STEWARD, "purge-1");

		assertThat(response.statusCode()).isEqualTo(204);
		assertThat(response.body()).isEmpty();
		for (String path : paths) {
			assertThat(cacheStatus(this.relay.get(Team.RELEASE_CI, path))).isEqualTo(MISS);
		}
		assertThat(cacheStatus(this.relay.get(Team.RELEASE_CI, "/v1/runs/other-1/result"))).contains("; hit;");
	}

	@Test
	void aPurgeReachesTheCallersProjectsOnly() {
		this.relay.get(Team.GRAFANA, "/v1/runs/purge-2/result");
		this.relay.get(Team.RELEASE_CI, "/v1/runs/purge-2/result");

		purge(Team.STEWARD, "purge-2");

		assertThat(cacheStatus(this.relay.get(Team.GRAFANA, "/v1/runs/purge-2/result"))).contains("; hit;");
		assertThat(cacheStatus(this.relay.get(Team.RELEASE_CI, "/v1/runs/purge-2/result"))).isEqualTo(MISS);

		purge(Team.OPERATOR, "purge-2", "Relay-Project", "search-quality");

		assertThat(cacheStatus(this.relay.get(Team.GRAFANA, "/v1/runs/purge-2/result"))).isEqualTo(MISS);
		assertThat(cacheStatus(this.relay.get(Team.RELEASE_CI, "/v1/runs/purge-2/result"))).contains("; hit;");

		purge(Team.OPERATOR, "purge-2");

		assertThat(cacheStatus(this.relay.get(Team.GRAFANA, "/v1/runs/purge-2/result"))).isEqualTo(MISS);
		assertThat(cacheStatus(this.relay.get(Team.RELEASE_CI, "/v1/runs/purge-2/result"))).isEqualTo(MISS);
	}

	@Test
	@Timeout(30)
	void aFetchThatIsUnderWayIsNotStoredAndNotJoined() {
		String path = "/v1/runs/purge-gated/result";
		CompletableFuture<HttpResponse<String>> early = CompletableFuture
			.supplyAsync(() -> this.relay.get(Team.RELEASE_CI, path));
		this.relay.gate().awaitHeld(1);

		purge(Team.STEWARD, "purge-gated");
		CompletableFuture<HttpResponse<String>> late = CompletableFuture
			.supplyAsync(() -> this.relay.get(Team.RELEASE_CI, path));
		this.relay.gate().awaitHeld(2);
		this.relay.gate().open();

		assertThat(cacheStatus(early.join())).isEqualTo("honeyhive-relay; fwd=miss; stored=?0; detail=purged");
		assertThat(cacheStatus(late.join())).isEqualTo(MISS);
		assertThat(this.relay.asked("purge-gated")).isEqualTo(2);
	}

	@Test
	void aPurgeOfNothingIsAPurge() {
		assertThat(purge(Team.STEWARD, "never-heard-of").statusCode()).isEqualTo(204);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/admin/cache/runs/purge-4", "/admin/cache/runs/%24", "/admin/cache", "/admin" })
	void whoeverIsNoAdministratorIsRefusedAllOfIt(String path) {
		for (String method : new String[] { "DELETE", "GET", "POST" }) {
			HttpResponse<String> response = this.relay.send(method, Team.GRAFANA, path);

			assertThat(response.statusCode()).isEqualTo(403);
			assertThat(response.body()).contains("/problems/forbidden");
		}
		assertThat(this.relay.send("DELETE", "nobody's", path).statusCode()).isEqualTo(401);
	}

	@Test
	void anAdministratorIsToldWhatIsWrong() {
		assertThat(this.relay.send("DELETE", Team.STEWARD, "/admin/cache").statusCode()).isEqualTo(404);
		for (String method : new String[] { "GET", "HEAD", "POST", "OPTIONS", "PATCH" }) {
			HttpResponse<String> response = this.relay.send(method, Team.STEWARD, "/admin/cache/runs/purge-5");

			assertThat(response.statusCode()).isEqualTo(405);
			assertThat(response.headers().firstValue("Allow")).hasValue("DELETE");
		}
		assertThat(purge(Team.STEWARD, "%24", "Relay-Project", "secret-lab").statusCode()).isEqualTo(403);
		assertThat(purge(Team.STEWARD, "%24").statusCode()).isEqualTo(400);
		assertThat(purge(Team.STEWARD, "compare").statusCode()).isEqualTo(400);
		assertThat(purge(Team.STEWARD, "purge-5?project=support-bot").body()).contains("takes no parameters");
		assertThat(purge(Team.STEWARD, "purge-5", "Relay-Project", "a", "Relay-Project", "b").statusCode())
			.isEqualTo(400);
	}

	private HttpResponse<String> purge(String token, String run, String... headers) {
		return this.relay.send("DELETE", token, "/admin/cache/runs/" + run, headers);
	}

	private static String cacheStatus(HttpResponse<String> response) {
		return response.headers().firstValue("Cache-Status").orElseThrow();
	}

}
