package dev.honeyrelay.access;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import com.nimbusds.jose.JOSEException;
import dev.honeyrelay.Team;
import dev.honeyrelay.TeamRelay;
import dev.honeyrelay.access.jwt.StandInIssuer;
import dev.honeyrelay.harness.LogWatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the log tells of those who are turned away.
 */
class RefusalLogTests {

	private static final String PATH = "/v1/runs/refused/result";

	private static StandInIssuer issuer;

	private static TeamRelay relay;

	@BeforeAll
	static void start() throws JOSEException {
		issuer = new StandInIssuer();
		relay = TeamRelay.start("--relay.jwt.issuer=" + issuer.url(), "--relay.jwt.audience=relay",
				"--relay.gateway.user-header=X-User", "--relay.gateway.trusted-networks=127.0.0.1",
				"--relay.gateway.secret=a-secret-of-the-gateway", "--relay.gateway.groups-header=X-Groups",
				"--relay.gateway.projects.team=support-bot");
	}

	@AfterAll
	static void stop() {
		relay.close();
		issuer.close();
	}

	@Test
	void everyReasonButAWrongCredentialHasItsClass() throws JOSEException {
		assertThat(reasons(List.of("Bearer " + Team.EXPIRED))).containsExactly("token-expired");
		assertThat(reasons(List.of("Bearer a", "Bearer b"))).containsExactly("authorization-twice");
		assertThat(reasons(List.of("Negotiate canary"))).containsExactly("authorization-scheme");
		assertThat(reasons(List.of("Basic !canary"))).containsExactly("authorization-malformed");
		assertThat(reasons(bearer(issuer.signed(issuer.claims().subject("canary")))))
			.containsExactly("nothing-to-read");
		assertThat(reasons(bearer(issuer.signed(issuer.claims().subject("canary space"))))).containsExactly("jwt-name");
		assertThat(reasons(bearer(issuer.signed(issuer.claims().audience("canary"))))).containsExactly("jwt-audience");
		assertThat(reasons(bearer(issuer.signed(issuer.claims().issuer("canary"))))).containsExactly("jwt-issuer");
		assertThat(reasons(bearer(issuer.signed(issuer.claims().expirationTime(StandInIssuer.inSeconds(-90))))))
			.containsExactly("jwt-time");
		assertThat(reasons(bearer(issuer.signed(issuer.claims()) + "x"))).containsExactly("jwt-signature");
	}

	@Test
	void whatTheGatewaySaysInAWayThatCannotBeReliedOnHasItsClass() {
		String secret = "a-secret-of-the-gateway";

		assertThat(gateway("X-User", "canary")).containsExactly("gateway-secret");
		assertThat(gateway("X_User", "canary")).containsExactly("gateway-field-spelling");
		assertThat(gateway("X-User", "can ary", "X-Gateway-Secret", secret)).containsExactly("gateway-name");
		assertThat(gateway("X-User", "canary", "X-User", "b")).containsExactly("gateway-secret");
		assertThat(gateway("X-User", "a", "X-User", "canary", "X-Gateway-Secret", secret))
			.containsExactly("gateway-field-twice");
		assertThat(gateway("X-User", "canary", "X-Gateway-Secret", secret)).containsExactly("nothing-to-read");
		assertThat(gateway("X-User", "grafana", "X-Groups", "team", "X-Gateway-Secret", secret, "Authorization",
				"Bearer canary"))
			.containsExactly("gateway-contradicted");
	}

	@Test
	void aMissingOrWrongCredentialIsNotWorthALine() {
		assertThat(reasons(List.of())).isEmpty();
		assertThat(reasons(List.of("Bearer "))).isEmpty();
		assertThat(reasons(List.of("Bearer wrong"))).isEmpty();
		assertThat(reasons(List.of("Basic YTo="))).isEmpty();
	}

	@Test
	void aFloodDoesNotFillTheLog() {
		AtomicLong time = new AtomicLong();
		RefusalLog refusals = new RefusalLog(time::get);
		LogWatch log = LogWatch.anew();

		for (int second = 0; second < 120; second++) {
			time.addAndGet(1_000_000_000L);
			for (int request = 0; request < 100; request++) {
				refusals.tell(RefusalReason.JWT_TIME);
			}
		}
		refusals.tell(RefusalReason.JWT_NAME);

		assertThat(lines(log)).hasSizeBetween(20, 31).last().isEqualTo("jwt-name");
	}

	private static List<String> bearer(String token) {
		return List.of("Bearer " + token);
	}

	private static List<String> reasons(List<String> authorization) {
		LogWatch log = LogWatch.anew();
		assertThat(relay.getAs(PATH, authorization).statusCode()).isEqualTo(401);
		return lines(log);
	}

	private static List<String> gateway(String... headers) {
		LogWatch log = LogWatch.anew();
		assertThat(relay.getWith(PATH, headers).statusCode()).isEqualTo(401);
		return lines(log);
	}

	private static List<String> lines(LogWatch log) {
		List<String> lines = log.lines().stream().filter((line) -> line.contains("credential refused")).toList();
		assertThat(lines).allMatch((line) -> line.startsWith("INFO ") && !line.contains("canary"));
		return lines.stream().map((line) -> line.replaceAll(".*reason=\"([a-z-]+)\".*", "$1")).toList();
	}

}
