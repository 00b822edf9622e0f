package dev.honeyrelay.access;

import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

import dev.honeyrelay.Team;
import dev.honeyrelay.TeamRelay;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Credentials over a connection that has carried others: the client keeps one open.
 */
class KeptConnectionTests {

	private final TeamRelay relay = TeamRelay.running();

	@Test
	void aTokenInCapitalsIsAnotherToken() {
		for (String good : List.of("Bearer " + Team.GRAFANA, basic(":" + Team.GRAFANA))) {
			String path = "/v1/runs/kept-1/result";

			assertThat(this.relay.getAs(path, List.of(good)).statusCode()).isEqualTo(200);
			assertThat(this.relay.getAs(path, List.of("Bearer " + Team.GRAFANA.toUpperCase(Locale.ROOT))).statusCode())
				.isEqualTo(401);
			assertThat(this.relay.getAs(path, List.of(good.toUpperCase(Locale.ROOT))).statusCode()).isEqualTo(401);
			assertThat(this.relay.getAs(path, List.of()).statusCode()).isEqualTo(401);
			assertThat(this.relay.getAs(path, List.of(good)).statusCode()).isEqualTo(200);
		}
	}

	@Test
	void anExpiredTokenIsAsGoodAsNone() {
		HttpResponse<String> expired = this.relay.get(Team.EXPIRED, "/v1/runs/kept-2/result", "X-Request-Id", "one");

		assertThat(expired.statusCode()).isEqualTo(401);
		assertThat(expired.body())
			.isEqualTo(this.relay.get("nobody's", "/v1/runs/kept-2/result", "X-Request-Id", "one").body());
		assertThat(this.relay.asked("kept-2")).isZero();
	}

	@Test
	void callersThatShareAConnectionAreToldApart() {
		assertThat(this.relay.get(Team.GRAFANA, "/v1/runs/kept-3/result").body()).contains("search-quality");
		assertThat(this.relay.get(Team.RELEASE_CI, "/v1/runs/kept-3/result").body()).contains("support-bot");
	}

	private static String basic(String pair) {
		return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
	}

}
