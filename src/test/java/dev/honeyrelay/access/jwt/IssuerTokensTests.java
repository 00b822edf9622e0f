package dev.honeyrelay.access.jwt;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.honeyrelay.access.RefusalReason;
import dev.honeyrelay.access.RefusedCredentialException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What of a token is checked once its issuer is known, and whom it names then.
 */
@SuppressWarnings("JavaUtilDate")
class IssuerTokensTests {

	private static final String ISSUER = "any text";

	private static final String BALANCER = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/a/1";

	private static ECKey elliptic;

	private static KeyPair edwards;

	private static JWKSource<SecurityContext> keys;

	@BeforeAll
	static void makeKeys() throws Exception {
		elliptic = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
		edwards = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
		OctetKeyPair published = new OctetKeyPair.Builder(Curve.Ed25519, pointOf(edwards)).keyID("ed").build();
		OctetKeyPair exchange = new OctetKeyPair.Builder(Curve.X25519, pointOf(edwards)).keyID("x").build();
		OctetKeyPair tooShort = new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(new byte[31])).keyID("short")
			.build();
		keys = new ImmutableJWKSet<>(
				new JWKSet(List.of(elliptic.toPublicJWK(), published, exchange, tooShort, elliptic(elliptic, "ed"))));
	}

	@Test
	void aGoodTokenNamesItsCaller() throws Exception {
		assertThat(tokens(null).verify(signed(claims()))).isEqualTo(new TokenIdentity("staff", "ada", List.of("ada")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "any text", "staff: of any kind", "login.example.com", "https://id.example.com/" })
	void anIssuerIsAnyText(String issuer) throws Exception {
		IssuerTokens tokens = new IssuerTokens("staff", properties(issuer, null, List.of()), skew(), keys);

		assertThat(tokens.verify(signed(claims().issuer(issuer))).name()).isEqualTo("ada");
		assertThat(refusal(tokens, signed(claims().issuer(issuer + "x")))).isEqualTo(RefusalReason.JWT_ISSUER);
	}

	@Test
	void whatIsNoNameIsNone() throws Exception {
		for (Object name : Arrays.asList(null, 7, "two words", "", List.of("ada"))) {
			assertThat(tokens(null).verify(signed(claims().claim("sub", null).claim("user", name))))
				.isEqualTo(new TokenIdentity("staff", null, List.of()));
		}
		assertThat(tokens(null).verify(signed(claims().claim("sub", "eve").claim("user", "ada"))).name())
			.isEqualTo("ada");
	}

	@Test
	void itsGroupsAreThoseOfTheClaimAndNoNameIsOne() throws Exception {
		assertThat(groups(List.of("a", "b c", 7, " d", ""))).containsExactly("a", "b c");
		assertThat(groups("a")).containsExactly("a");
		assertThat(groups(null)).isEmpty();
		assertThat(groups(7)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "iss|any text |JWT_ISSUER", "iss| |JWT_ISSUER", "aud|other|JWT_AUDIENCE",
			"aud| |JWT_AUDIENCE", "exp|-90|JWT_TIME", "exp| |JWT_TIME", "nbf|90|JWT_TIME" })
	void aClaimThatIsNotRightHasItsReason(String claim, String value, RefusalReason reason) throws Exception {
		Object wrong = switch (claim) {
			case "exp", "nbf" -> (value != null) ? inSeconds(Long.parseLong(value)) : null;
			case "iss" -> (value != null) ? value + '/' : null;
			default -> value;
		};

		assertThat(refusal(tokens(null), signed(claims().claim(claim, wrong)))).isEqualTo(reason);
	}

	@Test
	void theClocksMayDifferALittle() throws Exception {
		assertThat(tokens(null).verify(signed(claims().expirationTime(inSeconds(-30)))).name()).isEqualTo("ada");
		assertThat(tokens(null).verify(signed(claims().notBeforeTime(inSeconds(30)))).name()).isEqualTo("ada");
	}

	@ParameterizedTest
	@ValueSource(strings = { "JWT", "jwt", "at+jwt", "AT+JWT", "application/at+jwt", "Application/JWT" })
	void aTokenMayCallItselfOne(String type) throws Exception {
		assertThat(tokens(null).verify(typed(type)).name()).isEqualTo("ada");
	}

	@ParameterizedTest
	@ValueSource(strings = { "secevent+jwt", "", "jwt ", "text/jwt", "application/", "application/application/jwt" })
	void whatCallsItselfSomethingElseIsNone(String type) throws Exception {
		assertThat(refusal(tokens(null), typed(type))).isEqualTo(RefusalReason.JWT_TYPE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a.b", "a.b.c.d", "a=.b.c", "" })
	void whatHasNotTheFormIsMalformed(String token) {
		assertThat(refusal(tokens(null), token)).isEqualTo(RefusalReason.JWT_MALFORMED);
	}

	@Test
	void whatNoKeyVerifiesIsRefused() throws Exception {
		String good = signed(claims());
		String strange = signed(new ECKeyGenerator(Curve.P_256).keyID("ec").generate(), claims());

		for (String bad : List.of(strange, "a.b.c", good.substring(0, good.lastIndexOf('.') + 1),
				signed(new ECKeyGenerator(Curve.P_256).keyID("unknown").generate(), claims()))) {
			assertThat(refusal(tokens(null), bad)).as(bad).isEqualTo(RefusalReason.JWT_SIGNATURE);
		}
		assertThat(refusal(tokens(null, List.of("RS256")), good)).isEqualTo(RefusalReason.JWT_SIGNATURE);
	}

	@Test
	void whyThereAreNoKeysIsToldApart() throws Exception {
		String good = signed(claims());

		assertThat(refusal(new IssuerTokens("staff", properties(null, List.of()), skew(), (selector, context) -> {
			throw new KeySourceException("down");
		}), good)).isEqualTo(RefusalReason.ISSUER_KEYS);
		assertThat(refusal(new IssuerTokens("staff", properties(null, List.of()), skew(), (selector, context) -> {
			throw new RateLimitReachedException();
		}), good)).isEqualTo(RefusalReason.JWT_KEY);
	}

	@Test
	void theJdkVerifiesTheEdwardsCurve() throws Exception {
		IssuerTokens both = tokens(null, List.of("ES256", "EdDSA"));
		String good = edwards(Map.of("alg", "EdDSA", "kid", "ed"), edwards);

		assertThat(both.verify(good).name()).isEqualTo("ada");
		assertThat(both.verify(edwards(Map.of("alg", "EdDSA"), edwards)).name()).isEqualTo("ada");
		assertThat(both.verify(signed(claims())).name()).isEqualTo("ada");
		KeyPair strange = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
		for (String bad : List.of(edwards(Map.of("alg", "EdDSA", "kid", "ed"), strange),
				edwards(Map.of("alg", "EdDSA", "kid", "x"), edwards),
				edwards(Map.of("alg", "EdDSA", "kid", "short"), edwards),
				edwards(Map.of("alg", "EdDSA", "kid", "ec"), edwards),
				edwards(Map.of("alg", "EdDSA", "kid", "ed", "crit", List.of("y"), "y", 1), edwards),
				edwards(Map.of("alg", "ES256", "kid", "ed"), edwards), good.substring(0, good.length() - 4),
				good.substring(0, good.lastIndexOf('.') + 1))) {
			assertThat(refusal(both, bad)).as(bad).isEqualTo(RefusalReason.JWT_SIGNATURE);
		}
		assertThat(refusal(tokens(null), good)).isEqualTo(RefusalReason.JWT_SIGNATURE);
	}

	@Test
	void aBalancersTokenHasOtherChecks() throws Exception {
		IssuerTokens balancer = new IssuerTokens("alb", balancer(), skew(), keys);
		JWTClaimsSet.Builder noAudience = claims().audience((String) null);

		assertThat(balancer.verify(signed(header("signer", BALANCER), noAudience)).name()).isEqualTo("ada");
		assertThat(refusal(balancer, signed(header("signer", "other"), noAudience)))
			.isEqualTo(RefusalReason.JWT_SIGNER);
		assertThat(refusal(balancer, signed(header("signer", BALANCER), claims().issuer("other"))))
			.isEqualTo(RefusalReason.JWT_ISSUER);
		assertThat(refusal(balancer, signed(header("signer", BALANCER), claims().expirationTime(inSeconds(-90)))))
			.isEqualTo(RefusalReason.JWT_TIME);
		assertThat(refusal(balancer, signed(header("signer", BALANCER), claims().expirationTime(null))))
			.isEqualTo(RefusalReason.JWT_TIME);
		assertThat(refusal(balancer, "a.b=.c")).isEqualTo(RefusalReason.JWT_SIGNATURE);
	}

	private static List<String> groups(Object groups) throws Exception {
		return tokens("groups").verify(signed(claims().claim("groups", groups))).groups();
	}

	private static RefusalReason refusal(IssuerTokens tokens, String token) {
		String label = catchThrowableOfType(RefusedCredentialException.class, () -> tokens.verify(token)).getMessage();
		return RefusalReason.valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
	}

	private static IssuerTokens tokens(String groups) {
		return tokens(groups, List.of());
	}

	private static IssuerTokens tokens(String groups, List<String> algorithms) {
		return new IssuerTokens("staff", properties(groups, algorithms), skew(), keys);
	}

	private static Duration skew() {
		return Duration.ofSeconds(60);
	}

	private static IssuerProperties properties(String groups, List<String> algorithms) {
		return properties(ISSUER, groups, algorithms);
	}

	private static IssuerProperties properties(String issuer, String groups, List<String> algorithms) {
		return new IssuerProperties(issuer, "https://id.example.com/keys", List.of("relay", "second"), "X-Assertion",
				"user", groups, Map.of(), algorithms, IssuerProperties.Format.JWT, null);
	}

	private static IssuerProperties balancer() {
		return new IssuerProperties(ISSUER, null, List.of(), "x-amzn-oidc-data", "user", null, Map.of(), List.of(),
				IssuerProperties.Format.AWS_ALB, BALANCER);
	}

	private static JWTClaimsSet.Builder claims() {
		return new JWTClaimsSet.Builder().issuer(ISSUER)
			.claim("user", "ada")
			.audience(List.of("another", "second"))
			.expirationTime(inSeconds(300));
	}

	private static Date inSeconds(long seconds) {
		return Date.from(Instant.now().plusSeconds(seconds));
	}

	private static JWSHeader header(String name, Object value) {
		return new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec").customParam(name, value).build();
	}

	private static String typed(String type) throws JOSEException {
		return signed(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec").type(new JOSEObjectType(type)).build(),
				claims());
	}

	private static String signed(JWTClaimsSet.Builder claims) throws JOSEException {
		return signed(elliptic, claims);
	}

	private static String signed(ECKey key, JWTClaimsSet.Builder claims) throws JOSEException {
		SignedJWT token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
				claims.build());
		token.sign(new ECDSASigner(key));
		return token.serialize();
	}

	private static String signed(JWSHeader header, JWTClaimsSet.Builder claims) throws JOSEException {
		SignedJWT token = new SignedJWT(header, claims.build());
		token.sign(new ECDSASigner(elliptic));
		return token.serialize();
	}

	private static String edwards(Map<String, Object> header, KeyPair key) throws Exception {
		SignedJWT token = new SignedJWT(JWSHeader.parse(header), claims().build());
		Signature signer = Signature.getInstance("Ed25519");
		signer.initSign(key.getPrivate());
		signer.update(token.getSigningInput());
		return new String(token.getSigningInput(), StandardCharsets.US_ASCII) + '.' + Base64URL.encode(signer.sign());
	}

	// The last 32 bytes of the encoded key are the point.
	private static Base64URL pointOf(KeyPair key) {
		byte[] encoded = key.getPublic().getEncoded();
		return Base64URL.encode(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
	}

	private static ECKey elliptic(ECKey key, String id) throws JOSEException {
		return new ECKey.Builder(Curve.P_256, (ECPublicKey) key.toPublicKey()).keyID(id).build();
	}

}
