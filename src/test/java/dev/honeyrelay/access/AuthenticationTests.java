package dev.honeyrelay.access;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import dev.honeyrelay.Team;
import dev.honeyrelay.TeamRelay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AuthenticationTests {

	private final TeamRelay relay = TeamRelay.running();

	static Stream<List<String>> unfit() {
		String good = "Bearer " + Team.GRAFANA;
		return Stream.of(List.of(), List.of("Bearer nobody's"), List.of("Bearer " + Team.EXPIRED), List.of("Bearer"),
				List.of("Bearer "), List.of(Team.GRAFANA), List.of("Digest " + Team.GRAFANA), List.of("Basic %%%"),
				List.of(basic("grafana:nobody's")), List.of(basic(Team.GRAFANA + ':')), List.of(good + 'x'),
				List.of("Bearer " + "x".repeat(8192)), List.of(good, good), List.of(good, "Bearer nobody's"),
				List.of(good + ", " + good), List.of("Bearer " + Team.GRAFANA.toUpperCase(Locale.ROOT)));
	}

	@ParameterizedTest
	@MethodSource("unfit")
	void whatIsUnfitIsRefusedWithOneConstantBody(List<String> authorization) {
		HttpResponse<String> response = this.relay.getAs("/v1/runs/unfit/result", authorization);

		assertThat(response.statusCode()).isEqualTo(401);
		assertThat(response.headers().allValues("WWW-Authenticate")).hasSize(2);
		assertThat(withoutId(response)).isEqualTo(withoutId(this.relay.getAs("/v1/runs/unfit/result", List.of())));
		assertThat(this.relay.asked("unfit")).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "token", "access_token", "api_key", "Authorization" })
	void aTokenInTheQueryIsNone(String name) {
		assertThat(this.relay.getAs("/v1/runs/unfit/result?" + name + '=' + Team.GRAFANA, List.of()).statusCode())
			.isEqualTo(401);
	}

	@Test
	void aTokenComesAfterBearerOrAsThePasswordOfBasic() {
		for (String authorization : List.of("Bearer " + Team.RELEASE_CI, "bearer   " + Team.RELEASE_CI,
				basic("anybody:" + Team.RELEASE_CI), basic(':' + Team.RELEASE_CI))) {
			assertThat(this.relay.getAs("/v1/runs/fit/result", List.of(authorization)).body()).contains("support-bot");
		}
	}

	private static String withoutId(HttpResponse<String> response) {
		return response.body().replaceAll("\"requestId\":\"[^\"]*\"", "");
	}

	private static String basic(String pair) {
		return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
	}

}
