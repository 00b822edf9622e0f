package dev.honeyrelay.access;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import dev.honeyrelay.TestTokens;
import dev.honeyrelay.access.FastPathAuthenticator.AuthorizedRequest;
import dev.honeyrelay.credentials.TestCredentials;
import dev.honeyrelay.harness.LogWatch;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.run.Operation;
import dev.honeyrelay.run.Questions;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.run.RunQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whose requests the fast path may answer, and what it then counts and tells.
 */
class FastPathAuthenticatorTests {

	private static final String FILE = """
			projects:
			  lab: { id: 66f1c0, api-key: hh_lab }
			  support: { api-key: hh_support }
			  secret: { api-key: hh_secret }
			callers:
			  grafana: { tokens: [ { sha256: %s }, { sha256: %s, expires: 2019-12-31 } ], projects: [lab, support] }
			  operator: { tokens: [ { sha256: %s } ], projects: ["*"] }
			""".formatted(TestTokens.sha256("good"), TestTokens.sha256("expired"), TestTokens.sha256("operators"));

	private final AtomicLong nanos = new AtomicLong();

	private final TestCredentials file = new TestCredentials(FILE);

	private final FastPathAuthenticator authenticator = authenticator("https://dashboards.example.com");

	@Test
	void aKnownTokenAndTheProjectOfTheFieldAreRead() {
		PresentedIdentity identity = identity("Authorization: Bearer good", "Relay-Project: support");

		assertThat(identity.project()).isEqualTo("support");
		assertThat(identity.isRepeatable()).isTrue();
		assertThat(identity("Authorization: Bearer good").project()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "X-A: b", "Authorization: Bearer unknown", "Authorization: Bearer expired",
			"Authorization: Bearer", "Authorization: Negotiate good",
			"Authorization: Bearer good; Authorization: Bearer good", "Authorization: Bearer a.b.c",
			"Authorization: Bearer good; Relay-Project: lab; Relay-Project: lab",
			"Authorization: Bearer good; Origin: https://dashboards.example.com" })
	void allOthersGoTheOrdinaryWay(String fields) {
		assertThat(identity(fields.split("; "))).isNull();
	}

	@Test
	void anOriginMattersWhereAPageMayRead() {
		assertThat(authenticator()
			.identityIn(DoorKeeper.requestWith("Authorization: Bearer good", "Origin: https://a.example.com")))
			.isNotNull();
		assertThat(this.authenticator.vary()).isEqualTo(RawResponse.VARY + ", Origin");
	}

	@Test
	void whatTheCallerMayReadIsAllowed() {
		assertThat(project("good", null, null)).isEqualTo("lab");
		assertThat(project("good", "support", null)).isEqualTo("support");
		assertThat(project("good", null, "66f1c0")).isEqualTo("lab");
		assertThat(project("operators", "secret", null)).isEqualTo("secret");
	}

	@Test
	void whatItMayNotGoesTheOrdinaryWay() {
		assertThat(project("good", "secret", null)).isNull();
		assertThat(project("good", null, "secret")).isNull();
		assertThat(project("good", "support", "66f1c0")).isNull();
		assertThat(project("operators", null, null)).isNull();
	}

	@Test
	void aCredentialIsVerifiedAnewEachTime() {
		PresentedIdentity identity = identity("Authorization: Bearer good");
		assertThat(this.authenticator.authorize(identity, null)).isNotNull();

		this.file.replace(FILE.replace("projects: [lab, support]", "projects: [support]"));
		assertThat(this.authenticator.authorize(identity, null).project().value()).isEqualTo("support");
		this.file.replace(FILE.replace(TestTokens.sha256("good"), TestTokens.sha256("other")));
		assertThat(this.authenticator.authorize(identity, null)).isNull();
		this.file.replace(
				FILE.replace(TestTokens.sha256("good") + " }", TestTokens.sha256("good") + ", expires: 2019-12-31 }"));
		assertThat(this.authenticator.authorize(identity, null)).isNull();
	}

	@Test
	void aRequestIsCountedOnceItIsWithinTheLimit() {
		AuthorizedRequest request = authorized();

		assertThat(request.caller()).isEqualTo("grafana");
		assertThat(request.isLimitReached()).isFalse();
		assertThat(request.isLimitReached()).isFalse();
		assertThat(request.isWithinLimit()).isTrue();
		assertThat(request.isWithinLimit()).isTrue();
		assertThat(request.isLimitReached()).isTrue();
		assertThat(request.isWithinLimit()).isFalse();
	}

	@Test
	void itsEndIsToldWithAllThatIsKnown() {
		LogWatch log = LogWatch.anew();
		this.nanos.set(1_000_000);
		AuthorizedRequest request = authorized();
		this.nanos.set(3_500_000);
		RunQuery query = new RunQuery(request.project(), Operation.RESULT, List.of(new RunId("run-1")),
				Questions.parameters());

		assertThat(request.duration()).isEqualTo(2_500_000);
		request.ended(query, "hit", 200, 42, request.duration());

		assertThat(log.lines()).singleElement()
			.asString()
			.startsWith("INFO dev.honeyrelay.audit: read")
			.contains("caller=\"grafana\"", "identified_by=\"token\"", "project=\"lab\"", "operation=\"result\"",
					"run_ids=\"[run-1]\"", "outcome=\"hit\"", "status=\"200\"", "bytes=\"42\"", "duration_ms=\"2.5\"");
	}

	private AuthorizedRequest authorized() {
		return this.authenticator.authorize(identity("Authorization: Bearer good"), null);
	}

	private String project(String token, String header, String path) {
		PresentedIdentity identity = (header != null)
				? identity("Authorization: Bearer " + token, "Relay-Project: " + header)
				: identity("Authorization: Bearer " + token);
		AuthorizedRequest request = this.authenticator.authorize(identity, path);
		return (request != null) ? request.project().value() : null;
	}

	private PresentedIdentity identity(String... fields) {
		return this.authenticator.identityIn(DoorKeeper.requestWith(fields));
	}

	private FastPathAuthenticator authenticator(String... origins) {
		return DoorKeeper.of(this.file, 2, this.nanos::get, origins);
	}

}
