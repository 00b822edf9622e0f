package dev.honeyrelay.access.jwt;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.honeyrelay.Team;
import dev.honeyrelay.TeamRelay;
import dev.honeyrelay.harness.LogWatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * How the keys of an issuer are fetched and kept.
 */
class IssuerKeysTests {

	private static final String PATH = "/v1/runs/jwt-keys/result";

	private static StandInIssuer issuer;

	private static TeamRelay relay;

	@BeforeAll
	static void start() throws JOSEException {
		issuer = new StandInIssuer();
		relay = TeamRelay.start("--relay.jwt.issuer=" + issuer.url(), "--relay.jwt.audience=relay");
	}

	@AfterAll
	static void stop() {
		relay.close();
		issuer.close();
	}

	@Test
	void aFloodOfUnknownKeysIsNotPassedOnToTheIssuer() throws JOSEException {
		int before = issuer.fetches();
		Instant start = Instant.now();
		LogWatch log = LogWatch.anew();
		String known = issuer.signed(issuer.claims());

		for (int token = 0; token < 200; token++) {
			assertThat(statusOf(issuer.withUnknownKey())).isEqualTo(401);
			assertThat(statusOf(known)).isEqualTo(200);
		}

		assertThat(log.lines()).noneMatch((line) -> line.contains("issuer-keys"))
			.anyMatch((line) -> line.contains("reason=\"jwt-key\""));
		long intervals = 2 + Duration.between(start, Instant.now()).toSeconds() / 10;
		assertThat(issuer.fetches() - before).isLessThanOrEqualTo(Math.toIntExact(2 * intervals));
	}

	@Test
	void knownKeysGoOnServingWhileTheKeySetCannotBeReached() throws JOSEException {
		String known = issuer.signed(issuer.claims());
		assertThat(statusOf(known)).isEqualTo(200);
		issuer.fails(true);
		try {
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
				assertThat(statusOf(issuer.withUnknownKey())).isEqualTo(401);
				assertThat(statusOf(known)).isEqualTo(200);
				return issuer.failures() > 0;
			});
			assertThat(statusOf(issuer.withUnknownKey())).isEqualTo(401);
			assertThat(statusOf(known)).isEqualTo(200);
		}
		finally {
			issuer.fails(false);
		}
	}

	@Test
	void aNewKeyOfTheIssuerIsFound() throws JOSEException {
		RSAKey next = new RSAKeyGenerator(2048).keyID("three").generate();
		issuer.publish(issuer.rsa(), issuer.elliptic(), next);
		JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("three").build();
		String token = issuer.sign(header, issuer.claims(), new RSASSASigner(next));

		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> statusOf(token) == 200);
	}

	@Test
	void nobodyElseWaitsForAnIssuerThatDoesNotAnswer() throws IOException, JOSEException {
		try (ServerSocket silent = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
				TeamRelay patient = TeamRelay.start("--relay.jwt.issuer=" + issuer.url(), "--relay.jwt.audience=relay",
						"--relay.jwt.key-set-url=http://127.0.0.1:" + silent.getLocalPort())) {
			// Stored by the first, and learnt by the fast path at the second.
			assertThat(patient.get(Team.GRAFANA, PATH).statusCode()).isEqualTo(200);
			assertThat(patient.get(Team.GRAFANA, PATH).statusCode()).isEqualTo(200);
			String token = issuer.signed(issuer.claims());
			List<CompletableFuture<Integer>> waiting = Stream.generate(() -> new CompletableFuture<Integer>())
				.limit(Runtime.getRuntime().availableProcessors() * 8L)
				.toList();
			waiting.forEach((status) -> Thread
				.startVirtualThread(() -> status.complete(patient.get(token, PATH).statusCode())));

			try (Socket asked = silent.accept()) {
				for (int answers = 0; answers < 20; answers++) {
					assertThat(patient.get(Team.GRAFANA, PATH).statusCode()).isEqualTo(200);
				}

				assertThat(asked.isConnected()).isTrue();
				assertThat(waiting).noneMatch(CompletableFuture::isDone);
			}
			assertThat(waiting).allSatisfy((status) -> assertThat(status.join()).isEqualTo(401));
		}
	}

	@Test
	void noKeySetIsFetchedFromWhereNeitherOperatorNorIssuerIs(@TempDir Path folder) throws Exception {
		try (StandInIssuer tricked = new StandInIssuer(); StandInIssuer other = new StandInIssuer()) {
			tricked.redirectsTo(other.url() + "/keys");
			Path file = Files.writeString(folder.resolve("keys.json"),
					new JWKSet(List.<JWK>of(other.rsa())).toPublicJWKSet().toString());
			for (String location : List.of(other.url() + "/keys", file.toUri().toString(), tricked.url() + "/moved")) {
				tricked.namesKeySet(location);
				try (TeamRelay relay = TeamRelay.start("--relay.jwt.issuer=" + tricked.url(),
						"--relay.jwt.audience=relay")) {
					assertThat(relay.get(other.signed(other.claims().issuer(tricked.url())), PATH).statusCode())
						.as(location)
						.isEqualTo(401);
				}
			}
			assertThat(other.fetches()).isZero();
		}
	}

	@Test
	void aRedirectWithinTheIssuerIsFollowed() throws JOSEException {
		try (StandInIssuer moving = new StandInIssuer()) {
			moving.namesKeySet(moving.url() + "/moved");
			moving.redirectsTo("/keys");
			try (TeamRelay relay = TeamRelay.start("--relay.jwt.issuer=" + moving.url(),
					"--relay.jwt.audience=relay")) {
				assertThat(relay.get(moving.signed(moving.claims()), PATH).statusCode()).isEqualTo(200);
			}
		}
	}

	@Test
	void keysThatAreNotUnderstoodAreSkippedAndCounted() throws Exception {
		try (StandInIssuer odd = new StandInIssuer()) {
			odd.publishBefore("""
					{"kty":"EC","crv":"BP-256","kid":"a","x":"AA","y":"AA"},{"kty":"NEW"},{"kid":"b"},{},7,null,"x",[],
					{"kty":"EC","crv":"P-256","kid":"c","x":"AA","y":"AA"},{"kty":"RSA","n":"","e":""},
					{"kty":"RSA","kid":5,"n":"AQAB","e":"AQAB"},{"kty":"OKP","crv":"Ed9","x":"AA"},
					{"kty":"RSA","n":"AQAB","e":"AQAB","x5c":["!"]}""");
			try (TeamRelay relay = TeamRelay.start("--relay.jwt.issuer=" + odd.url(), "--relay.jwt.audience=relay")) {
				LogWatch log = LogWatch.anew();

				assertThat(relay.get(odd.signed(odd.claims()), PATH).statusCode()).isEqualTo(200);
				assertThat(relay.gauge("relay.jwt.keys.skipped")).isEqualTo(12);
				assertThat(log.warnings()).singleElement()
					.asString()
					.contains("keys of the issuer skipped", "keys=\"12\"");
			}
		}
	}

	@Test
	void theStartDoesNotNeedTheIssuer() throws JOSEException {
		try (TeamRelay alone = TeamRelay.start("--relay.jwt.issuer=http://127.0.0.1:1", "--relay.jwt.audience=relay")) {
			assertThat(alone.get(issuer.signed(issuer.claims().issuer("http://127.0.0.1:1")), PATH).statusCode())
				.isEqualTo(401);
			assertThat(alone.get(Team.GRAFANA, PATH).statusCode()).isEqualTo(200);
		}
	}

	@Test
	void anIssuerWithoutAnAudienceStopsTheStart() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new JwtProperties("https://id.example.com", null, List.of(), "sub", Duration.ZERO,
					Map.of(), Map.of()))
			.withMessageStartingWith("relay.jwt.audience must be set");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new JwtProperties("id.example.com", null, List.of("relay"), "sub", Duration.ZERO,
					Map.of(), Map.of()))
			.withMessageStartingWith("relay.jwt.issuer must be");
	}

	private static int statusOf(String token) {
		return relay.get(token, PATH).statusCode();
	}

}
