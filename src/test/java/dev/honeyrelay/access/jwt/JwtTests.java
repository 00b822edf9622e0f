package dev.honeyrelay.access.jwt;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.PlainJWT;
import dev.honeyrelay.TeamRelay;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tokens of an issuer as credentials, against a key set served over HTTP.
 */
class JwtTests {

	private static final String PATH = "/v1/runs/jwt/result";

	private static StandInIssuer issuer;

	private static TeamRelay relay;

	@BeforeAll
	static void start() throws JOSEException {
		issuer = new StandInIssuer();
		relay = TeamRelay.start("--relay.jwt.issuer=" + issuer.url(), "--relay.jwt.audience= relay\n",
				"--relay.jwt.projects[alice@example.com]=support-bot,secret-lab,no-such-project",
				"--relay.jwt.projects[bob]=no-such-project", "--relay.jwt.projects[boss]=*");
	}

	@AfterAll
	static void stop() {
		relay.close();
		issuer.close();
	}

	@Test
	void aTokenOfTheIssuerNamesACallerOfTheFile() throws JOSEException {
		HttpResponse<String> response = relay.get(issuer.signed(issuer.claims()), PATH);

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).contains("search-quality");
		assertThat(relay.get(issuer.signed(issuer.claims()), PATH, "Relay-Project", "secret-lab").statusCode())
			.isEqualTo(403);
		assertThat(relay.send("DELETE", issuer.signed(issuer.claims().subject("operator")), "/admin/cache/runs/jwt")
			.statusCode()).isEqualTo(204);
		assertThat(relay.send("DELETE", issuer.signed(issuer.claims()), "/admin/cache/runs/jwt").statusCode())
			.isEqualTo(403);
	}

	@Test
	void ellipticCurvesAndAccessTokensAreUnderstood() throws JOSEException {
		JWSHeader curve = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("two").build();
		JWSHeader access = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one")
			.type(new JOSEObjectType("at+jwt"))
			.build();

		assertThat(statusOf(issuer.sign(curve, issuer.claims(), new ECDSASigner(issuer.elliptic())))).isEqualTo(200);
		assertThat(statusOf(issuer.sign(access, issuer.claims(), new RSASSASigner(issuer.rsa())))).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "JWT", "jwt", "at+jwt", "AT+JWT", "application/at+jwt", "Application/JWT" })
	void aTokenMayCallItselfOne(String type) throws JOSEException {
		assertThat(statusOf(typed(type))).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "secevent+jwt", "dpop+jwt", "logout+jwt", "JOSE", "JWE", "", "jwt ", "text/jwt",
			"application/", "application/application/jwt", "id+jwt" })
	void whatCallsItselfSomethingElseIsNoCredential(String type) throws JOSEException {
		assertThat(statusOf(typed(type))).isEqualTo(401);
	}

	private static String typed(String type) throws JOSEException {
		JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one")
			.type(new JOSEObjectType(type))
			.build();
		return issuer.sign(header, issuer.claims(), new RSASSASigner(issuer.rsa()));
	}

	@Test
	void whoIsNoCallerOfTheFileReadsWhatTheSettingsSay() throws JOSEException {
		String alice = issuer.signed(issuer.claims().subject("alice@example.com"));

		assertThat(relay.get(alice, PATH).body()).contains("support-bot");
		assertThat(relay.get(alice, PATH, "Relay-Project", "secret-lab").body()).contains("secret-lab");
		assertThat(relay.get(alice, PATH, "Relay-Project", "search-quality").statusCode()).isEqualTo(403);
		assertThat(statusOf(issuer.signed(issuer.claims().subject("bob")))).isEqualTo(401);
		assertThat(statusOf(issuer.signed(issuer.claims().subject("carol")))).isEqualTo(401);
	}

	@Test
	void aStarAmongTheSettingsIsEveryProjectAndNoDefault() throws JOSEException {
		String boss = issuer.signed(issuer.claims().subject("boss"));

		assertThat(relay.get(boss, PATH).statusCode()).isEqualTo(400);
		assertThat(relay.get(boss, PATH, "Relay-Project", "secret-lab").body()).contains("secret-lab");
		assertThat(relay.get(boss, PATH, "Relay-Project", "no-such-project").statusCode()).isEqualTo(403);
	}

	@Test
	void everyTokenOfTheIssuerMayBeGivenSomethingToRead() throws JOSEException {
		try (TeamRelay open = TeamRelay.start("--relay.jwt.issuer=" + issuer.url(), "--relay.jwt.audience= relay\n",
				"--relay.jwt.projects[*]=support-bot", "--relay.jwt.projects[alice@example.com]=search-quality")) {
			String carol = issuer.signed(issuer.claims().subject("carol"));
			String alice = issuer.signed(issuer.claims().subject("alice@example.com"));

			assertThat(open.get(carol, PATH).body()).contains("support-bot");
			assertThat(open.get(carol, PATH, "Relay-Project", "search-quality").statusCode()).isEqualTo(403);
			assertThat(open.get(alice, PATH).body()).contains("search-quality");
			assertThat(open.get(alice, PATH, "Relay-Project", "support-bot").body()).contains("support-bot");
		}
	}

	@Test
	void whateverIsWrongWithATokenItIsRefusedAlike() throws Exception {
		JWSHeader rs256 = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build();
		RSAKey stranger = new RSAKeyGenerator(2048).keyID("one").generate();
		String good = issuer.signed(issuer.claims());
		String forged = good.substring(0, good.indexOf('.') + 1) + Base64.getUrlEncoder()
			.withoutPadding()
			.encodeToString(issuer.claims().subject("operator").build().toString().getBytes(StandardCharsets.UTF_8))
				+ good.substring(good.lastIndexOf('.'));
		Map<String, String> tokens = Map.ofEntries(
				Map.entry("alg none", new PlainJWT(issuer.claims().build()).serialize()),
				Map.entry("HS256 with the public key",
						issuer.sign(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build(), issuer.claims(),
								new MACSigner(issuer.rsa().toPublicKey().getEncoded()))),
				Map.entry("RS384",
						issuer.sign(new JWSHeader.Builder(JWSAlgorithm.RS384).keyID("one").build(), issuer.claims(),
								new RSASSASigner(issuer.rsa()))),
				Map.entry("PS256",
						issuer.sign(new JWSHeader.Builder(JWSAlgorithm.PS256).keyID("one").build(), issuer.claims(),
								new RSASSASigner(issuer.rsa()))),
				Map.entry("another's key", issuer.sign(rs256, issuer.claims(), new RSASSASigner(stranger))),
				Map.entry("a key in the header", issuer.sign(
						new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").jwk(stranger.toPublicJWK()).build(),
						issuer.claims(), new RSASSASigner(stranger))),
				Map.entry("forged", forged), Map.entry("cut", good.substring(0, good.length() - 5)),
				Map.entry("unsigned", good.substring(0, good.lastIndexOf('.') + 1)),
				Map.entry("audience", issuer.signed(issuer.claims().audience("another"))),
				Map.entry("no audience", issuer.signed(issuer.claims().audience((String) null))),
				Map.entry("issuer", issuer.signed(issuer.claims().issuer(issuer.url() + "/"))),
				Map.entry("no issuer", issuer.signed(issuer.claims().issuer(null))),
				Map.entry("expired", issuer.signed(issuer.claims().expirationTime(StandInIssuer.inSeconds(-90)))),
				Map.entry("for ever", issuer.signed(issuer.claims().expirationTime(null))),
				Map.entry("not yet", issuer.signed(issuer.claims().notBeforeTime(StandInIssuer.inSeconds(90)))),
				Map.entry("nobody", issuer.signed(issuer.claims().subject(null))),
				Map.entry("no name", issuer.signed(issuer.claims().claim("sub", 7))), Map.entry("no JWT", "a.b.c"),
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
	void whatMayTakeTimeToVerifyTakesTheOrdinaryWay() throws JOSEException {
		String token = issuer.signed(issuer.claims());
		relay.get(token, "/v1/runs/jwt-ahead/result");
		relay.get(token, "/v1/runs/jwt-ahead/result");
		double before = relay.answersAhead();

		HttpResponse<String> stored = relay.get(token, "/v1/runs/jwt-ahead/result");

		assertThat(stored.statusCode()).isEqualTo(200);
		assertThat(stored.headers().firstValue("Cache-Status").orElseThrow()).startsWith("honeyhive-relay; hit");
		assertThat(relay.get(token + 'x', "/v1/runs/jwt-ahead/result").statusCode()).isEqualTo(401);
		assertThat(relay.answersAhead()).isEqualTo(before);
	}

	@Test
	void clocksMayDifferALittle() throws JOSEException {
		assertThat(statusOf(issuer.signed(issuer.claims().expirationTime(StandInIssuer.inSeconds(-30)))))
			.isEqualTo(200);
		assertThat(statusOf(issuer.signed(issuer.claims().notBeforeTime(StandInIssuer.inSeconds(30))))).isEqualTo(200);
	}

	@Test
	void withoutAnIssuerATokenOfThisKindIsNothing() throws JOSEException {
		assertThat(TeamRelay.running().get(issuer.signed(issuer.claims()), PATH).statusCode()).isEqualTo(401);
	}

	private static int statusOf(String token) {
		return relay.get(token, PATH).statusCode();
	}

}
