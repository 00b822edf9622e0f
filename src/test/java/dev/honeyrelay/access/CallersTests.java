package dev.honeyrelay.access;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.nimbusds.jose.JOSEException;
import dev.honeyrelay.TestTokens;
import dev.honeyrelay.access.gateway.GatewayIdentity;
import dev.honeyrelay.access.gateway.GatewayProperties;
import dev.honeyrelay.access.jwt.IssuerProperties;
import dev.honeyrelay.access.jwt.JwtCallers;
import dev.honeyrelay.access.jwt.JwtProperties;
import dev.honeyrelay.access.jwt.KeySetMetrics;
import dev.honeyrelay.access.jwt.StandInIssuer;
import dev.honeyrelay.credentials.TestCredentials;
import dev.honeyrelay.harness.LogWatch;
import dev.honeyrelay.outbound.DirectWay;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Who presents a credential, whoever vouches for it.
 */
class CallersTests {

	private static final String FIELD = "X-Assertion";

	private static final String FILE = """
			projects:
			  lab: { api-key: hh_lab }
			  support: { api-key: hh_support }
			callers:
			  grafana:
			    tokens: [ { sha256: %s }, { sha256: %s, expires: 2019-12-31 } ]
			    projects: [lab]
			    identities:
			      - { issuer: staff, name: grafana }
			      - { issuer: other, name: board }
			      - { gateway: true, name: grafana }
			  ci: { tokens: [ { sha256: %s } ], projects: [support] }
			""".formatted(TestTokens.sha256("good"), TestTokens.sha256("expired"), TestTokens.sha256("of-ci"));

	private static final TestCredentials CREDENTIALS = new TestCredentials(FILE);

	private static DirectWay way;

	private static StandInIssuer issuer;

	private static Callers callers;

	@BeforeAll
	static void start() throws JOSEException {
		way = new DirectWay();
		issuer = new StandInIssuer();
		callers = callers(issuers(), gateway("X-User"));
	}

	@AfterAll
	static void stop() {
		issuer.close();
		way.close();
	}

	@Test
	void aTokenOfTheFileIsItsCallers() {
		assertThat(callerOf(credential("good"))).isEqualTo("grafana by token");
		assertThat(callerOf(credential("unknown"))).isNull();
		assertThat(callerOf(credential("no.such.token"))).isNull();
		assertThat(refusal(credential("expired"))).isEqualTo(RefusalReason.TOKEN_EXPIRED);
	}

	@Test
	void aTokenOfAnIssuerIsGoodInItsOwnFieldAlone() throws JOSEException {
		assertThat(callerOf(asserted(token("grafana")))).isEqualTo("grafana by issuer:staff");
		assertThat(callerOf(credential(token("grafana")))).isNull();
		assertThat(callerOf(asserted(token("eve")))).isEqualTo("eve (issuer:staff) by issuer:staff");
		assertThat(refusal(asserted("a.b.c"))).isEqualTo(RefusalReason.JWT_MALFORMED);
	}

	@Test
	void inAuthorizationATokenOfAnIssuerIsVerifiedWhereOneIsLookedForThere() throws JOSEException {
		Callers inAuthorization = callers(Map.of("staff", issuer(JwtCallers.AUTHORIZATION, "relay")), gateway(null));

		assertThat(inAuthorization.callerOf(credential(token("grafana"))).caller().name()).isEqualTo("grafana");
		assertThat(inAuthorization.callerOf(credential("unknown"))).isNull();
		assertThat(catchThrowableOfType(RefusedCredentialException.class,
				() -> inAuthorization.callerOf(credential("no.such.token")))
			.reason()).isEqualTo(RefusalReason.JWT_MALFORMED);
	}

	@Test
	void whoHasNoNameIsRefusedAndWhoHasNothingToReadAsWell() throws JOSEException {
		assertThat(refusal(asserted(token("two words")))).isEqualTo(RefusalReason.JWT_NAME);
		assertThat(refusal(asserted(token("mallory")))).isEqualTo(RefusalReason.NOTHING_TO_READ);
		// The name of a caller of the file is none of its identities.
		assertThat(refusal(asserted(token("ci")))).isEqualTo(RefusalReason.NOTHING_TO_READ);
		assertThat(refusal(new Credential(null, List.of(), new GatewayIdentity("mallory", List.of()))))
			.isEqualTo(RefusalReason.NOTHING_TO_READ);
	}

	@Test
	void aTokenBesideAuthorizationMustBeGoodAndDoesNotSayWhoCalls() throws JOSEException {
		Credential.Token token = Credential.Token.of("of-ci");

		assertThat(callerOf(new Credential(token, List.of(assertion(token("grafana"))), null)))
			.isEqualTo("ci by token");
		assertThat(refusal(new Credential(token, List.of(assertion("a.b.c")), null)))
			.isEqualTo(RefusalReason.JWT_MALFORMED);
		assertThat(callerOf(new Credential(Credential.Token.of("unknown"), List.of(assertion(token("grafana"))), null)))
			.isNull();
	}

	@Test
	void tokensOfTwoIssuersMustNameOneCaller() throws JOSEException {
		Credential.Assertion other = new Credential.Assertion("X-Other",
				issuer.signed(issuer.claims().audience("other").subject("board")));
		Credential.Assertion eve = new Credential.Assertion("X-Other",
				issuer.signed(issuer.claims().audience("other").subject("eve")));

		assertThat(callerOf(new Credential(null, List.of(assertion(token("grafana")), other), null)))
			.isEqualTo("grafana by issuer:staff");
		assertThat(callerOf(new Credential(null, List.of(eve, assertion(token("eve"))), null)))
			.isEqualTo("eve (issuer:other) by issuer:other");
		for (List<Credential.Assertion> two : List.of(List.of(other, assertion(token("eve"))),
				List.of(assertion(token("eve")), other), List.of(assertion(token("grafana")), eve),
				List.of(assertion(token("bob")), eve))) {
			assertThat(refusal(new Credential(null, two, null))).isEqualTo(RefusalReason.JWT_CONTRADICTED);
		}
	}

	@Test
	void theGatewaysWordCountsWhereNothingElseIsSaidAndContradictsNothing() {
		GatewayIdentity grafana = new GatewayIdentity("grafana", List.of());
		GatewayIdentity reader = new GatewayIdentity("eve", List.of("readers"));

		assertThat(callerOf(new Credential(null, List.of(), grafana))).isEqualTo("grafana by gateway");
		assertThat(callerOf(new Credential(null, List.of(), reader))).isEqualTo("eve (gateway) by gateway");
		assertThat(callerOf(new Credential(Credential.Token.of("good"), List.of(), grafana)))
			.isEqualTo("grafana by token");
		for (String token : List.of("of-ci", "unknown")) {
			assertThat(refusal(new Credential(Credential.Token.of(token), List.of(), grafana)))
				.isEqualTo(RefusalReason.GATEWAY_CONTRADICTED);
		}
	}

	@Test
	void aTokenAndTheGatewayMustNameOneCaller() throws JOSEException {
		GatewayIdentity reader = new GatewayIdentity("eve", List.of("readers"));

		assertThat(callerOf(new Credential(null, List.of(assertion(token("eve"))), reader)))
			.isEqualTo("eve (issuer:staff) by issuer:staff");
		for (String name : List.of("grafana", "bob")) {
			assertThat(refusal(new Credential(null, List.of(assertion(token(name))), reader)))
				.isEqualTo(RefusalReason.GATEWAY_CONTRADICTED);
		}
	}

	@Test
	void onlyATokenOfAnIssuerMayTakeTime() {
		Callers inAuthorization = callers(Map.of("staff", issuer(JwtCallers.AUTHORIZATION, "relay")), gateway(null));

		assertThat(callers.mayTakeTime(credential("good"))).isFalse();
		assertThat(callers.mayTakeTime(credential("a.b.c"))).isFalse();
		assertThat(callers.mayTakeTime(asserted("a.b.c"))).isTrue();
		assertThat(callers.mayTakeTime(new Credential(null, List.of(), new GatewayIdentity("a", List.of())))).isFalse();
		assertThat(inAuthorization.mayTakeTime(credential("a.b.c"))).isTrue();
		assertThat(inAuthorization.mayTakeTime(credential("good"))).isFalse();
	}

	@Test
	void whatTheSettingsAndTheFileDoNotBothKnowIsTold() {
		LogWatch log = LogWatch.anew();
		TestCredentials file = new TestCredentials(FILE);
		callers(file, Map.of("staff", issuer(FIELD, "relay"), "other", issuer("X-Other", "other")), gateway("X-User"));
		assertThat(log.warnings()).isEmpty();
		assertThat(log.lines()).singleElement().asString().contains("callers without identities", "[ci]");

		callers(file, Map.of(), gateway(null));
		assertThat(log.lines()).hasSize(2).last().asString().contains("relay.jwt.issuers has not", "[other, staff]");
		file.look();
		assertThat(log.lines()).hasSize(2);
		file.replace(FILE.replace("issuer: other", "issuer: third"));
		assertThat(log.lines()).hasSize(4);
		assertThat(log.lines().get(2)).contains("relay.jwt.issuers has not", "[third]");
		assertThat(log.lines().getLast()).contains("relay.jwt.issuers has not", "[staff, third]");
	}

	@Test
	void withoutCallersThatMayMissAnIdentityNothingIsToldOfIt() {
		LogWatch log = LogWatch.anew();
		TestCredentials file = new TestCredentials("""
				projects:
				  lab: { api-key: hh_lab }
				callers:
				  ada: { projects: [lab], identities: [ { gateway: true, name: ada } ] }
				""");

		callers(file, Map.of(), gateway("X-User"));
		assertThat(log.lines()).noneMatch((line) -> line.contains("callers without identities"));
		callers(new TestCredentials(FILE.replace("issuer: staff", "issuer: a")), Map.of(), gateway("X-User"));
		assertThat(log.lines()).anyMatch((line) -> line.contains("callers without identities"));
	}

	@Test
	void projectsThatAreNotThereAreToldOf() {
		LogWatch log = LogWatch.anew();
		IssuerProperties entry = entry(FIELD, "relay", Map.of("*", List.of("nowhere", "lab", "*")));

		callers(new TestCredentials(FILE), Map.of("staff", entry, "other", issuer("X-Other", "other")),
				new GatewayProperties("X-User", null, ",", List.of("10.1.2.0/24"), "X-Secret", null,
						Map.of("a", List.of("gone"))));

		assertThat(log.warnings()).hasSize(2)
			.anyMatch((line) -> line.contains("relay.jwt.issuers.staff.projects") && line.contains("[nowhere]"))
			.anyMatch((line) -> line.contains("relay.gateway.projects") && line.contains("[gone]"));
	}

	private static Credential.Assertion assertion(String token) {
		return new Credential.Assertion(FIELD, token);
	}

	private static Credential asserted(String token) {
		return new Credential(null, List.of(assertion(token)), null);
	}

	private static Credential credential(String token) {
		return new Credential(Credential.Token.of(token), List.of(), null);
	}

	private static String token(String name) throws JOSEException {
		return issuer.signed(issuer.claims().subject(name));
	}

	private static String callerOf(Credential credential) {
		Callers.Known known = callers.callerOf(credential);
		return (known != null) ? known.caller().key() + " by " + known.means() : null;
	}

	private static RefusalReason refusal(Credential credential) {
		return catchThrowableOfType(RefusedCredentialException.class, () -> callers.callerOf(credential)).reason();
	}

	private static Map<String, IssuerProperties> issuers() {
		return Map.of("staff", issuer(FIELD, "relay"), "other", issuer("X-Other", "other"));
	}

	private static IssuerProperties issuer(String field, String audience) {
		return entry(field, audience, Map.of("eve", List.of("support"), "bob", List.of("support")));
	}

	private static IssuerProperties entry(String field, String audience, Map<String, List<String>> projects) {
		IssuerProperties usual = new Binder(new MapConfigurationPropertySource(Map.of("a.header", field)))
			.bindOrCreate("a", IssuerProperties.class);
		return new IssuerProperties(issuer.url(), null, List.of(audience), field, usual.callerClaim(), null, projects,
				List.of(), usual.format(), null);
	}

	private static GatewayProperties gateway(String user) {
		return new GatewayProperties(user, null, ",", List.of("10.1.2.0/24"), "X-Gateway-Secret", null,
				Map.of("readers", List.of("support")));
	}

	private static Callers callers(Map<String, IssuerProperties> issuers, GatewayProperties gateway) {
		return callers(CREDENTIALS, issuers, gateway);
	}

	private static Callers callers(TestCredentials file, Map<String, IssuerProperties> issuers,
			GatewayProperties gateway) {
		JwtProperties jwt = new JwtProperties(null, null, List.of(), "sub", Duration.ofSeconds(60), Map.of(), issuers);
		return new Callers(file.source(), new JwtCallers(jwt, new KeySetMetrics(jwt), way.documents()), jwt, gateway);
	}

}
