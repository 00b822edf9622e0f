package dev.honeyrelay.credentials;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Stream;

import dev.honeyrelay.TestTokens;
import dev.honeyrelay.run.ProjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CredentialsReaderTests {

	private static final Instant NOW = Instant.parse("2026-06-30T12:00:00Z");

	@Test
	void aFileGivesProjectsAndCallers() {
		Credentials credentials = read(SampleFile.DOCUMENT);

		assertThat(credentials.projects().keySet()).extracting(ProjectName::value)
			.containsExactly("search-quality", "support-bot");
		assertThat(credentials.project(new ProjectName("search-quality"))).satisfies((project) -> {
			assertThat(project.id()).isEqualTo("66f1c0");
			assertThat(project.apiKey().value()).isEqualTo(SampleFile.KEY);
		});
		assertThat(credentials.callerOf(TokenDigest.of(SampleFile.TOKEN), NOW)).satisfies((caller) -> {
			assertThat(caller.name()).isEqualTo("grafana");
			assertThat(caller.role()).isEqualTo(Role.READER);
			assertThat(caller.defaultProject()).isEqualTo(credentials.project(new ProjectName("support-bot")));
			assertThat(caller.requestsPerMinute()).isNull();
		});
		assertThat(credentials.callerOf(TokenDigest.of(SampleFile.EXPIRING), NOW)).satisfies((caller) -> {
			assertThat(caller.role()).isEqualTo(Role.ADMIN);
			assertThat(caller.projects()).containsExactlyElementsOf(credentials.projects().values());
			assertThat(caller.defaultProject()).isNull();
			assertThat(caller.requestsPerMinute()).isEqualTo(600);
		});
		assertThat(credentials.callerOf(TokenDigest.of("nobody's-token"), NOW)).isNull();
	}

	@Test
	void whomOthersNameIsACallerOnlyByTheCallersOwnIdentities() {
		Credentials credentials = read("""
				projects: { lab: { api-key: hh_lab } }
				callers:
				  alice:
				    projects: [lab]
				    identities: [ { issuer: cloudflare, name: alice@example.com }, { gateway: true, name: alice.a } ]
				  bob: { projects: [lab] }
				""");

		assertThat(credentials.callerOf(new Caller.Identity("cloudflare", "alice@example.com")).name())
			.isEqualTo("alice");
		assertThat(credentials.callerOf(new Caller.Identity(null, "alice.a")).name()).isEqualTo("alice");
		assertThat(Stream.of(new Caller.Identity("cloudflare", "alice"), new Caller.Identity("cloudflare", "alice.a"),
				new Caller.Identity(null, "alice"), new Caller.Identity(null, "alice@example.com"),
				new Caller.Identity("other", "alice@example.com"), new Caller.Identity("cloudflare", "bob"),
				new Caller.Identity(null, "bob")))
			.allSatisfy((identity) -> assertThat(credentials.callerOf(identity)).isNull());
		assertThat(credentials.issuers()).containsExactly("cloudflare");
		assertThat(credentials.withoutIdentities()).containsExactly("bob");
	}

	@ParameterizedTest
	@ValueSource(strings = { "o'brien@example.com", "auth0|5f7c", "accounts.google.com:alice",
			"repo:a/b:ref:refs/heads/x", "\"quoted\"", "Alice", "_x" })
	void aCallersNameHasAllThatIsVisibleInAscii(String name) {
		Credentials credentials = read("projects: { lab: { api-key: hh_lab } }\ncallers: { '" + name.replace("'", "''")
				+ "': { projects: [lab], identities: [ { gateway: true, name: x } ] } }\n");

		assertThat(credentials.callerOf(new Caller.Identity(null, "x")).name()).isEqualTo(name);
	}

	@Test
	void whiteSpaceAroundAValueIsNoPartOfIt() {
		Credentials credentials = read(SampleFile.DOCUMENT.replace("66f1c0", "\"\\u00a066f1c0\\t\\u3000\"")
			.replace("hh_canary-4711", "\"hh_canary-4711\\u00a0\\n\"")
			.replace("grafana:", "'grafana ':")
			.replace("2026-06-30", "' 2026-06-30 '")
			.replace(TestTokens.sha256(SampleFile.TOKEN), '"' + TestTokens.sha256(SampleFile.TOKEN) + "\\n\""));

		assertThat(credentials.project(new ProjectName("search-quality"))).satisfies((project) -> {
			assertThat(project.id()).isEqualTo("66f1c0");
			assertThat(project.apiKey().value()).isEqualTo(SampleFile.KEY);
		});
		assertThat(credentials.callerOf(TokenDigest.of(SampleFile.TOKEN), NOW)).extracting(Caller::name)
			.isEqualTo("grafana");
	}

	@Test
	@Timeout(15)
	void manyProjectsAndManyWhoReadThemAllTakeNoTimeToSpeakOf() {
		StringBuilder document = new StringBuilder("projects:\n");
		for (int project = 0; project < 28_000; project++) {
			document.append(" p").append(project).append(": {api-key: k}\n");
		}
		document.append("callers:\n");
		for (int caller = 0; caller < 4000; caller++) {
			document.append(" c")
				.append(caller)
				.append(": {projects: ['*'], identities: [{gateway: true, name: n")
				.append(caller)
				.append("}]}\n");
		}

		Credentials credentials = read(document.toString());

		assertThat(credentials.projects()).hasSize(28_000);
		assertThat(credentials.callerOf(new Caller.Identity(null, "n1")).projects())
			.isSameAs(credentials.callerOf(new Caller.Identity(null, "n2")).projects());
	}

	@Test
	void aTokenIsGoodUntilItsLastDayEnds() {
		Credentials credentials = read(SampleFile.DOCUMENT);

		assertThat(credentials.callerOf(TokenDigest.of(SampleFile.EXPIRING), Instant.parse("2026-06-30T23:59:59.999Z")))
			.isNotNull();
		assertThat(credentials.callerOf(TokenDigest.of(SampleFile.EXPIRING), Instant.parse("2026-07-01T00:00:00Z")))
			.isNull();
	}

	@Test
	void aTokenMayExpireAtAPointInTime() {
		Credentials credentials = read(SampleFile.DOCUMENT.replace("2026-06-30", "2026-06-30T14:00:00+02:00"));

		assertThat(credentials.callerOf(TokenDigest.of(SampleFile.EXPIRING), NOW.minusSeconds(1))).isNotNull();
		assertThat(credentials.callerOf(TokenDigest.of(SampleFile.EXPIRING), NOW)).isNull();
	}

	@Test
	void theSettingsAndTheFileAreBothInForce() {
		Credentials credentials = new CredentialsParser(
				new RelayProperties("hh_quick", null, null, "the-quick-start-token", null, "file"), (project) -> null)
			.read(new SecretFiles.Content(SampleFile.DOCUMENT.getBytes(StandardCharsets.UTF_8), null, null));

		assertThat(credentials.callerOf(TokenDigest.of("the-quick-start-token"), NOW).defaultProject().name().value())
			.isEqualTo("default");
		assertThat(credentials.callerOf(TokenDigest.of(SampleFile.EXPIRING), NOW).projects()).hasSize(3);
		assertThat(credentials.callerOf(TokenDigest.of(SampleFile.TOKEN), NOW).projects()).hasSize(2);
	}

	@Test
	void aTokenOfTheSettingsMayReadAProjectOfTheFile() {
		Credentials credentials = new CredentialsParser(
				new RelayProperties(null, null, null, "the-quick-start-token", null, "file"), (project) -> null)
			.read(new SecretFiles.Content(
					SampleFile.DOCUMENT.replace("support-bot", "default").getBytes(StandardCharsets.UTF_8), null,
					null));

		assertThat(credentials.callerOf(TokenDigest.of("the-quick-start-token"), NOW).defaultProject().apiKey().value())
			.isEqualTo("hh_other");
	}

	@Test
	void noTextFormShowsASecret() {
		Credentials credentials = read(SampleFile.DOCUMENT);

		assertThat(credentials.toString() + credentials.projects()
				+ credentials.callerOf(TokenDigest.of(SampleFile.TOKEN), NOW))
			.contains("search-quality")
			.doesNotContain("canary")
			.doesNotContain(TestTokens.sha256(SampleFile.TOKEN));
	}

	private static Credentials read(String document) {
		return reader().read(new SecretFiles.Content(document.getBytes(StandardCharsets.UTF_8), null, null));
	}

	private static CredentialsParser reader() {
		return new CredentialsParser(new RelayProperties(null, null, null, null, null, "file"), (project) -> null);
	}

}
