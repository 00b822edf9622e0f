package dev.honeyrelay.access.jwt;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.honeyrelay.TeamRelay;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tokens as gateways and pipelines of companies make them, with the settings that
 * {@code docs/gateways.md} has for each.
 */
class GatewayTokensTests {

	private static final String PATH = "/v1/runs/gateway-tokens/result";

	private static final String TENANT = "https://login.microsoftonline.com/3f1e7c1a-0000-4000-8000-000000000000/v2.0";

	private static StandInIssuer issuer;

	private static ECKey curve384;

	private static KeyPair edwards;

	private static TeamRelay relay;

	@BeforeAll
	static void start() throws JOSEException, GeneralSecurityException {
		issuer = new StandInIssuer();
		curve384 = new ECKeyGenerator(Curve.P_384).keyID("three").generate();
		edwards = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
		byte[] encoded = edwards.getPublic().getEncoded();
		byte[] point = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
		issuer.publish(issuer.rsa(), issuer.elliptic(), curve384,
				new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(point)).keyID("four").build());
		List<String> settings = new ArrayList<>();
		shapes().forEach((shape) -> shape.settings.forEach((setting) -> settings
			.add("--relay.jwt.issuers." + shape.name + '.' + setting.replace("KEYS", issuer.url() + "/keys"))));
		for (String algorithms : List.of("RS384,RS512,PS256,ES384,EdDSA", "RS256")) {
			String entry = "--relay.jwt.issuers.of-" + algorithms.substring(0, 5).toLowerCase(Locale.ROOT) + '.';
			settings.addAll(Stream.of("issuer=algorithms", "audience=relay", "key-set-url=" + issuer.url() + "/keys",
					"projects[*]=support-bot", "algorithms=" + algorithms, "header=X-Of-" + algorithms.substring(0, 5))
				.map((setting) -> entry + setting)
				.toList());
		}
		relay = TeamRelay.start(settings.toArray(String[]::new));
	}

	@AfterAll
	static void stop() {
		relay.close();
		issuer.close();
	}

	@ParameterizedTest
	@MethodSource
	void shapes(Shape shape) throws Exception {
		JWTClaimsSet good = shape.claimsSet();

		assertThat(ask(shape, good)).contains("support-bot");
		assertThat(ask(shape, new JWTClaimsSet.Builder(good).audience("others").build())).contains("unauthenticated");
		assertThat(ask(shape, new JWTClaimsSet.Builder(good).issuer("https://id.example.net").build()))
			.contains("unauthenticated");
		assertThat(ask(shape, new JWTClaimsSet.Builder(good).expirationTime(StandInIssuer.inSeconds(-120)).build()))
			.contains("unauthenticated");
	}

	static Stream<Shape> shapes() {
		return Stream.of(
				new Shape("cloudflare", "Cf-Access-Jwt-Assertion", JWSAlgorithm.RS256, "JWT", """
						{"aud":["4714c1358e65fe4b"],"email":"alice@example.com","type":"app","country":"DE",
						 "iss":"https://example.cloudflareaccess.com","identity_nonce":"6ei69kawdKzMIAPF",
						 "sub":"7335d417-61da-459d-899c-0a01c76a2f94"}""",
						"issuer=https://example.cloudflareaccess.com", "key-set-url=KEYS", "audience=4714c1358e65fe4b",
						"caller-claim=email", "projects[alice@example.com]=support-bot"),
				new Shape("google-iap", "x-goog-iap-jwt-assertion", JWSAlgorithm.ES256, "JWT",
						"""
								{"aud":"/projects/123/global/backendServices/456","email":"alice@example.com","hd":"example.com",
								 "iss":"https://cloud.google.com/iap","sub":"accounts.google.com:112233","identity_source":"GOOGLE",
								 "google":{"access_levels":["accessPolicies/1/accessLevels/office"]}}""",
						"issuer=https://cloud.google.com/iap", "key-set-url=KEYS",
						"audience=/projects/123/global/backendServices/456", "caller-claim=email",
						"projects[alice@example.com]=support-bot"),
				new Shape("pomerium", "X-Pomerium-Jwt-Assertion", JWSAlgorithm.ES256, "JWT", """
						{"aud":["relay.example.com"],"iss":"relay.example.com","sub":"auth0|5f7c","jti":"a","sid":"b",
						 "email":"alice@example.com","name":"Alice","groups":["analysts","alice@example.com"]}""",
						"issuer=relay.example.com", "key-set-url=KEYS", "audience=relay.example.com",
						"caller-claim=email", "groups-claim=groups", "projects[analysts]=support-bot"),
				new Shape("azure", "X-MS-TOKEN-AAD-ID-TOKEN", JWSAlgorithm.RS256, "JWT",
						"""
								{"aud":"6cb04018-a3f5-46a7-b995-940c78f5aef3","iss":"%s","preferred_username":"alice@example.com",
								 "groups":["0f0f0f0f-1111-4222-8333-444444444444"],"oid":"o","sub":"AAAA","tid":"t","ver":"2.0"}"""
							.formatted(TENANT),
						"issuer=" + TENANT, "key-set-url=KEYS", "audience=6cb04018-a3f5-46a7-b995-940c78f5aef3",
						"caller-claim=preferred_username", "groups-claim=groups",
						"projects[0f0f0f0f-1111-4222-8333-444444444444]=support-bot"),
				new Shape("grafana", "X-Grafana-Id", JWSAlgorithm.ES256, "jwt",
						"""
								{"aud":"org:1","iss":"https://grafana.example.com/","sub":"user:3","type":"user","identifier":"u000003",
								 "authenticatedBy":"oauth_okta","email":"alice@example.com","username":"alice",
								 "namespace":"default"}""",
						"issuer=https://grafana.example.com/", "key-set-url=KEYS", "audience=org:1",
						"caller-claim=email", "projects[*]=support-bot"),
				new Shape("grafana-oauth", "X-Id-Token", JWSAlgorithm.RS256, "JWT", """
						{"aud":"grafana","iss":"https://id.example.com/realms/staff","sub":"2f9b","typ":"ID",
						 "preferred_username":"alice","groups":["Domain Users","analysts"]}""",
						"issuer=https://id.example.com/realms/staff", "key-set-url=KEYS", "audience=grafana",
						"caller-claim=preferred_username", "groups-claim=groups", "projects[Domain Users]=support-bot"),
				new Shape("github", "Authorization", JWSAlgorithm.RS256, "JWT",
						"""
								{"aud":"https://relay.example.com","iss":"https://token.actions.githubusercontent.com",
								 "sub":"repo:octo/evals:ref:refs/heads/main","repository":"octo/evals","repository_owner":"octo",
								 "ref":"refs/heads/main","workflow":"eval","actor":"alice","run_id":"1"}""",
						"issuer=https://token.actions.githubusercontent.com", "key-set-url=KEYS",
						"audience=https://relay.example.com", "groups-claim=repository",
						"projects[octo/evals]=support-bot"),
				new Shape("gitlab", "Authorization", JWSAlgorithm.RS256, "JWT",
						"""
								{"aud":"https://relay.example.com","iss":"https://gitlab.example.com",
								 "sub":"project_path:lab/evals:ref_type:branch:ref:main","project_path":"lab/evals",
								 "namespace_path":"lab","user_login":"alice","pipeline_source":"push","ref_protected":"true"}""",
						"issuer=https://gitlab.example.com", "key-set-url=KEYS", "audience=https://relay.example.com",
						"groups-claim=project_path", "projects[lab/evals]=support-bot"));
	}

	@Test
	void whatIsListedBesideTheDefaultVerifiesAndNothingElseDoes() throws Exception {
		RSASSASigner rsa = new RSASSASigner(issuer.rsa());
		Map<JWSAlgorithm, JWSSigner> signers = Map.of(JWSAlgorithm.RS384, rsa, JWSAlgorithm.RS512, rsa,
				JWSAlgorithm.PS256, rsa, JWSAlgorithm.ES384, new ECDSASigner(curve384));
		Map<JWSAlgorithm, String> ids = Map.of(JWSAlgorithm.ES384, "three");
		for (Map.Entry<JWSAlgorithm, JWSSigner> signer : signers.entrySet()) {
			JWSHeader header = new JWSHeader.Builder(signer.getKey()).keyID(ids.getOrDefault(signer.getKey(), "one"))
				.build();
			String token = issuer.sign(header, claims(), signer.getValue());
			assertThat(relay.getWith(PATH, "X-Of-RS384", token).statusCode()).as(token).isEqualTo(200);
			assertThat(relay.getWith(PATH, "X-Of-RS256", token).statusCode()).as(token).isEqualTo(401);
		}
		JWSHeader rs256 = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build();
		assertThat(relay.getWith(PATH, "X-Of-RS384", issuer.sign(rs256, claims(), rsa)).statusCode()).isEqualTo(401);
		assertThat(relay.getWith(PATH, "X-Of-RS256", issuer.sign(rs256, claims(), rsa)).statusCode()).isEqualTo(200);
	}

	@Test
	void edwardsCurvesAreVerified() throws Exception {
		JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.EdDSA).keyID("four").build();
		JWSHeader critical = JWSHeader.parse(Map.of("alg", "EdDSA", "kid", "four", "crit", List.of("x"), "x", 1));
		String good = edwards(header, claims().build());
		KeyPair own = edwards;
		edwards = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
		String strange = edwards(header, claims().build());
		edwards = own;

		assertThat(relay.getWith(PATH, "X-Of-RS384", good).statusCode()).isEqualTo(200);
		for (String bad : List.of(strange, edwards(critical, claims().build()), good.substring(0, good.length() - 4),
				good.substring(0, good.lastIndexOf('.') + 1),
				edwards(header, claims().build()).substring(0, good.lastIndexOf('.')) + ".AAAA")) {
			assertThat(relay.getWith(PATH, "X-Of-RS384", bad).statusCode()).as(bad).isEqualTo(401);
		}
		assertThat(relay.getWith(PATH, "X-Of-RS256", good).statusCode()).isEqualTo(401);
	}

	private static String edwards(JWSHeader header, JWTClaimsSet claims) throws GeneralSecurityException {
		String input = header.toBase64URL() + "." + claims.toPayload().toBase64URL();
		Signature signature = Signature.getInstance("Ed25519");
		signature.initSign(edwards.getPrivate());
		signature.update(input.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
		return input + '.' + Base64URL.encode(signature.sign());
	}

	private static JWTClaimsSet.Builder claims() {
		return issuer.claims().issuer("algorithms");
	}

	private static String ask(Shape shape, JWTClaimsSet claims) throws JOSEException {
		String token = issuer.signed(shape.algorithm, shape.type, claims);
		return relay.getWith(PATH, shape.field, shape.field.equals("Authorization") ? "Bearer " + token : token).body();
	}

	/**
	 * A token as somebody makes it.
	 */
	static final class Shape {

		private final String name;

		private final String field;

		private final JWSAlgorithm algorithm;

		private final String type;

		private final String claims;

		private final List<String> settings;

		Shape(String name, String field, JWSAlgorithm algorithm, String type, String claims, String... settings) {
			this.name = name;
			this.field = field;
			this.algorithm = algorithm;
			this.type = type;
			this.claims = claims;
			this.settings = Stream.concat(Stream.of(settings), Stream.of("header=" + field)).toList();
		}

		JWTClaimsSet claimsSet() throws ParseException {
			return new JWTClaimsSet.Builder(JWTClaimsSet.parse(this.claims)).claim("canary", StandInIssuer.CANARY)
				.issueTime(StandInIssuer.inSeconds(-5))
				.notBeforeTime(StandInIssuer.inSeconds(-5))
				.expirationTime(StandInIssuer.inSeconds(300))
				.build();
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

}
