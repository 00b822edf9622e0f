package dev.honeyrelay.access.jwt;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.honeyrelay.Team;
import dev.honeyrelay.TeamRelay;
import dev.honeyrelay.harness.LogWatch;
import dev.honeyrelay.harness.RawResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tokens that gateways add in fields of their own, of several issuers at once.
 */
class SignedIdentityTests {

	private static final String PATH = "/v1/runs/signed/result";

	private static final String FIELD = "X-Signed-Assertion";

	private static StandInIssuer issuer;

	private static StandInIssuer other;

	private static TeamRelay relay;

	@BeforeAll
	static void start() throws JOSEException {
		issuer = new StandInIssuer();
		other = new StandInIssuer();
		List<String> settings = new ArrayList<>();
		entry(settings, "signed", "issuer=login.example.com", "key-set-url=" + issuer.url() + "/keys",
				"audience=relay,/projects/1/apps/2", "header=X-Signed-Assertion", "caller-claim=email",
				"groups-claim=groups", "projects[analysts]=support-bot", "projects[Data Lab]=secret-lab");
		entry(settings, "second", "issuer=" + other.url(), "audience=second", "header=x-signed-assertion",
				"projects[*]=search-quality");
		entry(settings, "third", "issuer=login.example.com", "key-set-url=" + issuer.url() + "/keys", "audience=third",
				"header=X-Third", "projects[*]=support-bot");
		entry(settings, "pipeline", "issuer=" + issuer.url(), "audience=relay", "projects[*]=support-bot",
				"algorithms=ES256");
		relay = TeamRelay.start(settings.toArray(String[]::new));
	}

	private static void entry(List<String> settings, String name, String... values) {
		for (String value : values) {
			settings.add("--relay.jwt.issuers." + name + '.' + value);
		}
	}

	@AfterAll
	static void stop() {
		relay.close();
		issuer.close();
		other.close();
	}

	@Test
	void aFieldAloneSaysWhoCalls() throws JOSEException {
		String token = issuer.signed(alice().claim("groups", List.of("staff", "analysts")));

		for (String value : List.of(token, "Bearer " + token, "bearer   " + token)) {
			HttpResponse<String> response = relay.getWith(PATH, FIELD, value);
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.body()).contains("support-bot");
			assertThat(response.headers().allValues("Vary")).singleElement()
				.asString()
				.isEqualToIgnoringCase(RawResponse.VARY + ", X-Signed-Assertion, X-Third");
		}
		assertThat(relay.getWith(PATH, FIELD, token, "Relay-Project", "secret-lab").statusCode()).isEqualTo(403);
		assertThat(relay.getWith(PATH, FIELD, issuer.signed(alice().claim("groups", "Data Lab"))).body())
			.contains("secret-lab");
		assertThat(relay
			.getWith(PATH, FIELD, issuer.signed(alice().audience("/projects/1/apps/2").claim("groups", "analysts")))
			.statusCode()).isEqualTo(200);
	}

	@Test
	void aNameIsNoRole() throws JOSEException {
		// As callers of the file, as a group, and as an identity at another issuer.
		for (String name : List.of("grafana", "operator", "analysts", "Data Lab", "*")) {
			JWTClaimsSet.Builder claims = alice().claim("email", name);
			assertThat(statusOf(issuer.signed(claims))).as(name).isEqualTo(401);
			assertThat(relay
				.getWith(PATH, FIELD, issuer.signed(claims.claim("groups", List.of("analysts", 7))), "Relay-Project",
						"secret-lab")
				.statusCode()).as(name).isIn(401, 403);
		}
		assertThat(relay.send("DELETE", "x", "/admin/cache/runs/signed").statusCode()).isEqualTo(401);
		assertThat(relay
			.getWith(PATH, FIELD, other.signed(other.claims().audience("second").subject("grafana@example.com")),
					"Relay-Project", "support-bot")
			.statusCode()).isEqualTo(403);

		String listed = issuer.signed(alice().claim("email", "grafana@example.com"));
		assertThat(relay.getWith(PATH, FIELD, listed, "Relay-Project", "support-bot").body()).contains("support-bot");
		assertThat(relay.getWith(PATH, FIELD, listed).body()).contains("search-quality");
	}

	@Test
	void besideAuthorizationTheFieldMustBeGoodAndSaysNoMore() throws JOSEException {
		String assertion = issuer.signed(alice().claim("email", null));

		assertThat(relay.get(Team.RELEASE_CI, PATH, FIELD, assertion).body()).contains("support-bot");
		assertThat(relay.get(Team.GRAFANA, PATH, FIELD, assertion).body()).contains("search-quality");
		assertThat(relay.get("nobody's", PATH, FIELD, issuer.signed(grafana())).statusCode()).isEqualTo(401);
		for (String bad : List.of("", "Bearer", "garbage", assertion + 'x', issuer.signed(alice().audience("another")),
				issuer.signed(alice().expirationTime(StandInIssuer.inSeconds(-90))),
				issuer.signed(alice().issuer("another.example.com")), other.signed(alice()))) {
			assertThat(relay.get(Team.GRAFANA, PATH, FIELD, bad).statusCode()).as(bad).isEqualTo(401);
		}
		assertThat(relay.getWith(PATH, FIELD, assertion, FIELD, assertion, "Authorization", "Bearer " + Team.GRAFANA)
			.statusCode()).isEqualTo(401);
	}

	@Test
	void aTokenIsHeldAgainstTheOneEntryOfItsFieldAndIssuer() throws JOSEException {
		String forSigned = issuer.signed(grafana());
		String forThird = issuer.signed(grafana().audience("third"));

		assertThat(statusOf(forSigned)).isEqualTo(200);
		assertThat(relay.getWith(PATH, "X-Third", forThird).statusCode()).isEqualTo(200);
		assertThat(relay.getWith(PATH, "X-Third", forSigned).statusCode()).isEqualTo(401);
		assertThat(statusOf(forThird)).isEqualTo(401);
		assertThat(relay.get(forSigned, PATH).statusCode()).isEqualTo(401);
		assertThat(statusOf(other.signed(other.claims().audience("second")))).isEqualTo(200);
		assertThat(statusOf(other.signed(other.claims()))).isEqualTo(401);
		// Signed by one, and said to be the other's.
		assertThat(statusOf(issuer.signed(other.claims().audience("second")))).isEqualTo(401);
		assertThat(statusOf(other.signed(grafana()))).isEqualTo(401);
		// The single form is another entry, and is not there.
		assertThat(relay.get(other.signed(other.claims()), PATH).statusCode()).isEqualTo(401);
	}

	@Test
	void algorithmsAreThoseOfTheEntry() throws JOSEException {
		JWSHeader curve = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("two").build();

		assertThat(
				relay.get(issuer.sign(curve, issuer.claims(), new ECDSASigner(issuer.elliptic())), PATH).statusCode())
			.isEqualTo(200);
		assertThat(relay.get(issuer.signed(issuer.claims()), PATH).statusCode()).isEqualTo(401);
	}

	@Test
	void tokensInSeveralFieldsMustNameTheSame() throws JOSEException {
		String third = issuer.signed(alice().audience("third").subject("alice@example.com"));

		assertThat(relay.getWith(PATH, FIELD, issuer.signed(alice().claim("groups", "analysts")), "X-Third", third)
			.statusCode()).isEqualTo(200);
		assertThat(relay.getWith(PATH, FIELD, issuer.signed(grafana()), "X-Third", third).statusCode()).isEqualTo(401);
		assertThat(relay.get(Team.GRAFANA, PATH, FIELD, issuer.signed(grafana()), "X-Third", third).statusCode())
			.isEqualTo(200);
	}

	@Test
	void whateverIsWrongIsRefusedAlikeAndToldByItsClass() throws JOSEException {
		String constant = relay.get("nobody's", PATH, "X-Request-Id", "one").body();
		JWSHeader symmetric = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build();
		JWSHeader rs256 = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build();
		Map<String, List<String>> faults = Map.of("jwt-malformed",
				List.of("", "Bearer ", "Basic eDp5", "a.b.c", "a.b", "..", "x".repeat(20_000), "{}", "=.=.=",
						"a." + base64("[".repeat(10_000)) + ".c", "a." + base64("{\"iss\":7}") + ".c", issuer.signed(
								grafana()) + "=",
						issuer.signed(grafana()) + ", " + issuer.signed(grafana())),
				"jwt-issuer", List.of(
						issuer.signed(grafana().issuer(null)), issuer.signed(grafana().issuer(
								"")),
						issuer.signed(grafana().issuer("LOGIN.example.com"))),
				"jwt-signature",
				List.of(new PlainJWT(grafana().build()).serialize(),
						issuer.sign(symmetric, grafana(), new MACSigner(issuer.rsa().toPublicKey().getEncoded())),
						issuer.sign(rs256, grafana(), new RSASSASigner(other.rsa())),
						issuer.sign(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one")
							.jwkURL(java.net.URI.create(other.url() + "/keys"))
							.x509CertURL(java.net.URI.create(other.url() + "/keys"))
							.jwk(other.rsa().toPublicJWK())
							.build(), grafana(), new RSASSASigner(other.rsa()))),
				"jwt-name",
				List.of(issuer.signed(alice().claim("email", null)),
						issuer.signed(alice().claim("email", List.of("grafana@example.com"))),
						issuer.signed(alice().claim("email", "gr\u00e4fin")),
						issuer.signed(alice().claim("email", "a b"))),
				"nothing-to-read", List.of(issuer.signed(alice()), issuer.signed(alice().claim("groups", "ANALYSTS"))));
		faults.forEach((reason, tokens) -> tokens.forEach((token) -> {
			LogWatch log = LogWatch.anew();
			HttpResponse<String> response = relay.getWith("/v1/runs/signed-bad/result", FIELD, token, "X-Request-Id",
					"one");
			assertThat(response.statusCode()).as(token).isEqualTo(401);
			assertThat(response.body()).as(token).isEqualTo(constant);
			assertThat(log.lines().stream().filter((line) -> line.contains("credential refused"))).as(token)
				.allSatisfy((line) -> assertThat(line).startsWith("INFO ").contains("reason=\"" + reason + '"'));
		}));
		assertThat(relay.asked("signed-bad")).isZero();
		assertThat(other.fetches()).isLessThanOrEqualTo(2);
	}

	@Test
	void whatCameInSuchAFieldIsNeverRemembered() throws JOSEException {
		String path = "/v1/runs/signed-ahead/result";
		relay.get(Team.GRAFANA, path);
		relay.get(Team.GRAFANA, path);
		double before = relay.answersAhead();
		String assertion = issuer.signed(grafana());

		for (int poll = 0; poll < 5; poll++) {
			assertThat(relay.get(Team.GRAFANA, path, FIELD, assertion).statusCode()).isEqualTo(200);
			assertThat(relay.getWith(path, FIELD, assertion).statusCode()).isEqualTo(200);
			assertThat(relay.get(Team.GRAFANA, path, FIELD, "").statusCode()).isEqualTo(401);
		}

		assertThat(relay.answersAhead()).isEqualTo(before);
		HttpResponse<String> ahead = relay.get(Team.GRAFANA, path);
		assertThat(relay.answersAhead()).isEqualTo(before + 1);
		assertThat(ahead.headers().allValues("Vary"))
			.isEqualTo(relay.getWith(path, FIELD, assertion).headers().allValues("Vary"));
	}

	@Test
	void theAuditLogTellsWhoVouchedForTheName() throws JOSEException {
		LogWatch log = LogWatch.anew();
		relay.getWith(PATH, FIELD, issuer.signed(alice().claim("groups", "analysts")));
		relay.getWith(PATH, FIELD, issuer.signed(grafana()));
		relay.get(Team.GRAFANA, PATH, FIELD, issuer.signed(grafana()));

		// A line is written once its answer has left.
		Awaitility.await()
			.untilAsserted(() -> assertThat(log.lines().stream().filter((line) -> line.contains("identified_by")))
				.hasSize(3)
				.anyMatch((line) -> line
					.contains("caller=\"alice@example.com\", identified_by=\"issuer:signed\", project=\"support-bot\""))
				.anyMatch((line) -> line.contains("caller=\"grafana\", identified_by=\"issuer:signed\""))
				.anyMatch((line) -> line.contains("caller=\"grafana\", identified_by=\"token\"")));
	}

	@Test
	void nobodyWaitsForAnotherIssuer() throws Exception {
		try (ServerSocket silent = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
				TeamRelay two = TeamRelay.start("--relay.jwt.issuer=" + issuer.url(), "--relay.jwt.audience=relay",
						"--relay.jwt.issuers.slow.issuer=slow", "--relay.jwt.issuers.slow.audience=relay",
						"--relay.jwt.issuers.slow.header=" + FIELD,
						"--relay.jwt.issuers.slow.key-set-url=http://127.0.0.1:" + silent.getLocalPort())) {
			String assertion = issuer.signed(issuer.claims().issuer("slow"));
			String token = issuer.signed(issuer.claims());
			CompletableFuture<Integer> waiting = new CompletableFuture<>();
			Thread.startVirtualThread(() -> waiting.complete(two.getWith(PATH, FIELD, assertion).statusCode()));

			try (Socket asked = silent.accept()) {
				assertThat(two.get(token, PATH).statusCode()).isEqualTo(200);
				assertThat(asked.isConnected()).isTrue();
				assertThat(waiting).isNotDone();
			}
			assertThat(waiting.join()).isEqualTo(401);
			assertThat(two.get(token, PATH).statusCode()).isEqualTo(200);
		}
	}

	private static int statusOf(String assertion) {
		return relay.getWith(PATH, FIELD, assertion).statusCode();
	}

	private static JWTClaimsSet.Builder alice() {
		return issuer.claims().issuer("login.example.com").claim("email", "alice@example.com");
	}

	private static JWTClaimsSet.Builder grafana() {
		return alice().claim("email", "grafana@example.com");
	}

	private static String base64(String text) {
		return com.nimbusds.jose.util.Base64URL.encode(text).toString();
	}

}
