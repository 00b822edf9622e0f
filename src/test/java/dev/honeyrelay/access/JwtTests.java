package dev.honeyrelay.access;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.honeyrelay.Team;
import dev.honeyrelay.TeamRelay;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tokens of an issuer as credentials, against a key set served over HTTP.
 */
@SuppressWarnings("JavaUtilDate")
class JwtTests {

	private static final String PATH = "/v1/runs/jwt/result";

	private static RSAKey rsa;

	private static ECKey elliptic;

	private static StandInIssuer issuer;

	private static TeamRelay relay;

	@BeforeAll
	static void start() throws JOSEException {
		rsa = new RSAKeyGenerator(2048).keyID("one").generate();
		elliptic = new ECKeyGenerator(Curve.P_256).keyID("two").generate();
		issuer = new StandInIssuer(rsa, elliptic);
		relay = TeamRelay.start("--relay.jwt.issuer=" + issuer.url(), "--relay.jwt.audience=relay",
				"--relay.jwt.projects[alice@example.com]=support-bot,secret-lab,no-such-project",
				"--relay.jwt.projects[bob]=no-such-project");
	}

	@AfterAll
	static void stop() {
		relay.close();
		issuer.close();
	}

	@Test
	void aTokenOfTheIssuerNamesACallerOfTheFile() throws JOSEException {
		HttpResponse<String> response = relay.get(signed(claims()), PATH);

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).contains("search-quality");
		assertThat(relay.get(signed(claims()), PATH, "Relay-Project", "secret-lab").statusCode()).isEqualTo(403);
		assertThat(relay.send("DELETE", signed(claims().subject("operator")), "/admin/cache/runs/jwt").statusCode())
			.isEqualTo(204);
		assertThat(relay.send("DELETE", signed(claims()), "/admin/cache/runs/jwt").statusCode()).isEqualTo(403);
	}

	@Test
	void ellipticCurvesAndAccessTokensAreUnderstood() throws JOSEException {
		JWSHeader curve = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("two").build();
		JWSHeader access = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one")
			.type(new JOSEObjectType("at+jwt"))
			.build();

		assertThat(statusOf(sign(curve, claims(), new ECDSASigner(elliptic)))).isEqualTo(200);
		assertThat(statusOf(sign(access, claims(), new RSASSASigner(rsa)))).isEqualTo(200);
	}

	@Test
	void whoIsNoCallerOfTheFileReadsWhatTheSettingsSay() throws JOSEException {
		String alice = signed(claims().subject("alice@example.com"));

		assertThat(relay.get(alice, PATH).body()).contains("support-bot");
		assertThat(relay.get(alice, PATH, "Relay-Project", "secret-lab").body()).contains("secret-lab");
		assertThat(relay.get(alice, PATH, "Relay-Project", "search-quality").statusCode()).isEqualTo(403);
		assertThat(statusOf(signed(claims().subject("bob")))).isEqualTo(401);
		assertThat(statusOf(signed(claims().subject("carol")))).isEqualTo(401);
	}

	@Test
	void whateverIsWrongWithATokenItIsRefusedAlike() throws Exception {
		JWSHeader rs256 = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build();
		RSAKey stranger = new RSAKeyGenerator(2048).keyID("one").generate();
		String good = signed(claims());
		String forged = good.substring(0, good.indexOf('.') + 1)
				+ Base64.getUrlEncoder()
					.withoutPadding()
					.encodeToString(claims().subject("operator").build().toString().getBytes(StandardCharsets.UTF_8))
				+ good.substring(good.lastIndexOf('.'));
		Map<String, String> tokens = Map.ofEntries(Map.entry("alg none", new PlainJWT(claims().build()).serialize()),
				Map.entry("HS256 with the public key",
						sign(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build(), claims(),
								new MACSigner(rsa.toPublicKey().getEncoded()))),
				Map.entry("RS384",
						sign(new JWSHeader.Builder(JWSAlgorithm.RS384).keyID("one").build(), claims(),
								new RSASSASigner(rsa))),
				Map.entry("PS256",
						sign(new JWSHeader.Builder(JWSAlgorithm.PS256).keyID("one").build(), claims(),
								new RSASSASigner(rsa))),
				Map.entry("another's key", sign(rs256, claims(), new RSASSASigner(stranger))),
				Map.entry("a key in the header",
						sign(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").jwk(stranger.toPublicJWK()).build(),
								claims(), new RSASSASigner(stranger))),
				Map.entry("forged", forged), Map.entry("cut", good.substring(0, good.length() - 5)),
				Map.entry("unsigned", good.substring(0, good.lastIndexOf('.') + 1)),
				Map.entry("audience", signed(claims().audience("another"))),
				Map.entry("no audience", signed(claims().audience((String) null))),
				Map.entry("issuer", signed(claims().issuer(issuer.url() + "/"))),
				Map.entry("no issuer", signed(claims().issuer(null))),
				Map.entry("expired", signed(claims().expirationTime(inSeconds(-90)))),
				Map.entry("for ever", signed(claims().expirationTime(null))),
				Map.entry("not yet", signed(claims().notBeforeTime(inSeconds(90)))),
				Map.entry("nobody", signed(claims().subject(null))),
				Map.entry("no name", signed(claims().claim("sub", 7))), Map.entry("no JWT", "a.b.c"),
				Map.entry("five parts", good + ".a.b"));

		String constant = relay.get("nobody's", PATH, "X-Request-Id", "one").body();
		tokens.forEach((fault, token) -> {
			HttpResponse<String> response = relay.get(token, "/v1/runs/jwt-bad/result", "X-Request-Id", "one");
			assertThat(response.statusCode()).as(fault).isEqualTo(401);
			assertThat(response.body()).as(fault).isEqualTo(constant);
		});
		assertThat(relay.asked("jwt-bad")).isZero();
	}

	@Test
	void clocksMayDifferALittle() throws JOSEException {
		assertThat(statusOf(signed(claims().expirationTime(inSeconds(-30))))).isEqualTo(200);
		assertThat(statusOf(signed(claims().notBeforeTime(inSeconds(30))))).isEqualTo(200);
	}

	@Test
	void aFloodOfUnknownKeysIsNotPassedOnToTheIssuer() throws JOSEException {
		int before = issuer.fetches();
		Instant start = Instant.now();

		for (int token = 0; token < 200; token++) {
			assertThat(statusOf(withUnknownKey())).isEqualTo(401);
			assertThat(statusOf(signed(claims()))).isEqualTo(200);
		}

		long intervals = 2 + Duration.between(start, Instant.now()).toSeconds() / 10;
		assertThat(issuer.fetches() - before).isLessThanOrEqualTo(Math.toIntExact(2 * intervals));
	}

	@Test
	void knownKeysGoOnServingWhileTheKeySetCannotBeReached() throws JOSEException {
		assertThat(statusOf(signed(claims()))).isEqualTo(200);
		issuer.fails(true);
		try {
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
				assertThat(statusOf(withUnknownKey())).isEqualTo(401);
				assertThat(statusOf(signed(claims()))).isEqualTo(200);
				return issuer.failures() > 0;
			});
			assertThat(statusOf(withUnknownKey())).isEqualTo(401);
			assertThat(statusOf(signed(claims()))).isEqualTo(200);
		}
		finally {
			issuer.fails(false);
		}
	}

	@Test
	void aNewKeyOfTheIssuerIsFound() throws JOSEException {
		RSAKey next = new RSAKeyGenerator(2048).keyID("three").generate();
		issuer.publish(rsa, elliptic, next);
		JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("three").build();
		String token = sign(header, claims(), new RSASSASigner(next));

		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> statusOf(token) == 200);
	}

	@Test
	void theStartDoesNotNeedTheIssuer() throws JOSEException {
		try (TeamRelay alone = TeamRelay.start("--relay.jwt.issuer=http://127.0.0.1:1", "--relay.jwt.audience=relay")) {
			assertThat(alone.get(signed(claims().issuer("http://127.0.0.1:1")), PATH).statusCode()).isEqualTo(401);
			assertThat(alone.get(Team.GRAFANA, PATH).statusCode()).isEqualTo(200);
		}
	}

	@Test
	void withoutAnIssuerATokenOfThisKindIsNothing() throws JOSEException {
		assertThat(TeamRelay.running().get(signed(claims()), PATH).statusCode()).isEqualTo(401);
	}

	@Test
	void anIssuerWithoutAnAudienceStopsTheStart() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new JwtProperties("https://id.example.com", null, "", "sub", Duration.ZERO, Map.of()))
			.withMessageStartingWith("relay.jwt.audience must be set");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new JwtProperties("id.example.com", null, "relay", "sub", Duration.ZERO, Map.of()))
			.withMessageStartingWith("relay.jwt.issuer must be");
	}

	private static int statusOf(String token) {
		return relay.get(token, PATH).statusCode();
	}

	private static String withUnknownKey() throws JOSEException {
		JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(UUID.randomUUID().toString()).build();
		return sign(header, claims(), new RSASSASigner(rsa));
	}

	private static String signed(JWTClaimsSet.Builder claims) throws JOSEException {
		return sign(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build(), claims, new RSASSASigner(rsa));
	}

	private static String sign(JWSHeader header, JWTClaimsSet.Builder claims, JWSSigner signer) throws JOSEException {
		SignedJWT token = new SignedJWT(header, claims.build());
		token.sign(signer);
		return token.serialize();
	}

	private static JWTClaimsSet.Builder claims() {
		return new JWTClaimsSet.Builder().issuer(issuer.url())
			.subject("grafana")
			.audience(List.of("relay", "another"))
			.expirationTime(inSeconds(300));
	}

	private static Date inSeconds(long seconds) {
		return Date.from(Instant.now().plusSeconds(seconds));
	}

}
