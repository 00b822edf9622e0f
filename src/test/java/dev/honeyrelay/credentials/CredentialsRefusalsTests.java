package dev.honeyrelay.credentials;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.honeyrelay.TestTokens;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CredentialsRefusalsTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			relay.credentials (line 3): there already is a project default     | support-bot:  | default:
			relay.credentials (line 6): there already is a caller default      | grafana:      | default:
			""")
	void namesOfTheSettingsAndOfTheFileMustNotClash(String sentence, String old, String replacement) {
		CredentialsParser reader = new CredentialsParser(
				new RelayProperties(SampleFile.KEY, null, null, "the-quick-start-token", null, "file"),
				(project) -> null);
		String document = SampleFile.DOCUMENT.replace(old, replacement)
			.replace("[support-bot, search-quality]", "[search-quality]");

		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> reader.read(new SecretFiles.Content(document.getBytes(StandardCharsets.UTF_8), null, null)))
			.withMessageStartingWith(sentence);
	}

	@Test
	void aTokenWithoutAProjectToReadIsRefused() {
		CredentialsParser reader = new CredentialsParser(
				new RelayProperties(null, null, null, "the-quick-start-token", null, "file"), (project) -> null);

		assertThatIllegalArgumentException()
			.isThrownBy(() -> reader
				.read(new SecretFiles.Content(SampleFile.DOCUMENT.getBytes(StandardCharsets.UTF_8), null, null)))
			.withMessage("relay.token: the caller default may read a project that is not there.");
	}

	// What is put in the place of what, and the refusal; the file holds a canary.
	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					(line 2): this member is none of api-key, id                        | id: 66f1c0      | hh_canary-4711: x
					(line 2): the member api-key is missing here                        | , api-key: hh_canary-4711 | ``
					(line 2): the api-key of the project search-quality is not visible  | hh_canary-4711  | 'hh_canary-4711 and more'
					(line 2): the id of the project search-quality is not letters       | 66f1c0          | ../66f1c0
					(line 2): a project's name is at most 64 letters                    | search-quality: | search/quality:
					(line 3): the project support-bot has a name or an id that is       | 66f1c0          | support-bot
					(line 3): this member is there twice                                | support-bot     | search-quality
					(line 4): a value is expected here                                  | hh_other        | ~
					(line 4): a value is expected here                                  | hh_other        | [hh_canary-4711]
					(line 4): a value is expected here                                  | hh_other        | ``
					(line 6): the caller grafana may read a project that is not there   | [support-bot, search-quality] | [hh_canary-4711]
					(line 6): the caller grafana needs projects, each one once          | [support-bot, search-quality] | [support-bot, support-bot]
					(line 6): the caller grafana may read "*", which stands alone       | [support-bot, search-quality] | [support-bot, "*"]
					(line 6): a list is expected here, and not an empty one             | [support-bot, search-quality] | []
					(line 6): a list is expected here, and not an empty one             | [support-bot, search-quality] | hh_canary-4711
					(line 6): the member projects is missing here                       | , projects: [support-bot, search-quality] | ``
					(line 6): members are expected here                                 | { tokens        | hh_canary-4711 # { tokens
					(line 8): expires is a day such as 2027-06-30 or a time             | 2026-06-30      | hh_canary-4711
					(line 8): expires is a day such as 2027-06-30 or a time             | 2026-06-30      | 2026-06-31
					(line 8): this member is none of expires, sha256                    | expires:        | expiry:
					(line 10): role is reader or admin                                  | admin           | hh_canary-4711
					(line 11): requests-per-minute is a whole number                    | 600             | 0
					(line 11): requests-per-minute is a whole number                    | 600             | 6.5
					(line 11): this member is none of identities, projects              | requests-per-minute | limit
					(line 1): this member is none of callers, projects                  | projects:       | project:
					(line 6): this is not YAML                                          | callers:        | callers
					(line 9): this is not YAML                                          | projects:       | "hh_canary-4711
					""")
	void whatIsWrongIsRefusedWithItsLineAndWithoutItsSecrets(String sentence, String old,
			@Nullable String replacement) {
		String document = SampleFile.DOCUMENT.replaceFirst(Pattern.quote(old),
				Matcher.quoteReplacement((replacement != null) ? replacement : ""));
		assertThat(document).isNotEqualTo(SampleFile.DOCUMENT);

		assertThatIllegalArgumentException().isThrownBy(() -> read(document))
			.withMessageStartingWith("relay.credentials " + sentence)
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("canary").doesNotContain("\n"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			this member is none of gateway, issuer, name         | { isuer: a, name: canary }
			the member name is missing here                      | { issuer: a }
			an identity of the caller a has either issuer        | { name: canary }
			an identity of the caller a has either issuer        | { issuer: a, gateway: true, name: canary }
			an identity of the caller a has either issuer        | { gateway: false, name: canary }
			an identity of the caller a has either issuer        | { gateway: canary, name: a }
			the issuer of an identity of the caller a is a short | { issuer: https://canary.example.com, name: a }
			a name among the identities of the caller a is not   | { issuer: a, name: ca nary }
			a value is expected here                             | { issuer: a, name: [ canary ] }
			a list is expected here, and not an empty one        | ''
			the caller a has an identity that the caller a has   | { issuer: a, name: b }, { issuer: a, name: b }
			the caller b has an identity that the caller a has   | { gateway: true, name: b }
			""")
	void anIdentityThatCannotBeToldForCertainIsRefused(String sentence, String identities) {
		assertThatIllegalArgumentException().isThrownBy(() -> read("""
				projects: { lab: { api-key: hh_lab } }
				callers:
				  a: { projects: [lab], identities: [ %s ] }
				  b: { projects: [lab], identities: [ { gateway: true, name: b } ] }
				""".formatted(identities)))
			.withMessageMatching("relay\\.credentials \\(line [34]\\): " + sentence + ".*")
			.withMessageNotContaining("canary");
	}

	@Test
	void digestsAreCheckedWithoutBeingShown() {
		String digest = TestTokens.sha256(SampleFile.TOKEN);

		assertThatIllegalArgumentException()
			.isThrownBy(() -> read(SampleFile.DOCUMENT.replace(digest, digest.substring(1))))
			.withMessage("relay.credentials (line 6): a sha256 of the caller grafana is not 64 hexadecimal digits.");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> read(SampleFile.DOCUMENT.replace(digest, SampleFile.TOKEN)))
			.withMessageNotContaining(SampleFile.TOKEN);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> read(SampleFile.DOCUMENT.replace(TestTokens.sha256(SampleFile.EXPIRING),
					digest.toUpperCase(Locale.ROOT))))
			.withMessage("relay.credentials (line 8): the caller operator has a token that is there already.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\n", "\r\n", " \n" })
	void theDigestOfNothingIsRefused(String nothing) {
		String digest = TestTokens.sha256(nothing);

		for (String spelling : List.of(digest, digest.toUpperCase(Locale.ROOT), "\" " + digest + " \"")) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> read(SampleFile.DOCUMENT.replace(TestTokens.sha256(SampleFile.EXPIRING), spelling)))
				.withMessage(
						"relay.credentials (line 8): a sha256 of the caller operator is the digest of an empty text "
								+ "or line: the token was not set when it was made.");
		}
	}

	@Test
	void whatIsNoDocumentAtAllIsRefused() {
		for (String document : List.of("", "\n# nothing\n", "null", "- a\n- b", "hh_canary-4711", "projects:",
				"projects: {}", SampleFile.DOCUMENT.substring(0, SampleFile.DOCUMENT.indexOf("callers:")),
				SampleFile.DOCUMENT + "\n---\n" + SampleFile.DOCUMENT, "a: \u0000", "a: &a [*a]", "[".repeat(100_000),
				"a: \"\\", "callers: *b")) {
			assertThatIllegalArgumentException().as(document.substring(0, Math.min(20, document.length())))
				.isThrownBy(() -> read(document))
				.withMessageStartingWith("relay.credentials")
				.withMessageNotContaining("canary");
		}
		assertThatIllegalArgumentException()
			.isThrownBy(() -> reader().read(new SecretFiles.Content(new byte[] { 'a', ':', (byte) 0xff }, null, null)))
			.withMessageStartingWith("relay.credentials");
	}

	@Test
	void anExpansionBombIsRefused() {
		StringBuilder bomb = new StringBuilder("callers:\n  a: &a [x, x, x, x, x, x, x, x, x, x]\n");
		for (char name = 'b'; name < 'z'; name++) {
			String previous = "*" + (char) (name - 1);
			bomb.append("  ").append(name).append(": &").append(name).append(" [");
			bomb.append((previous + ", ").repeat(9)).append(previous).append("]\n");
		}

		assertThatIllegalArgumentException().isThrownBy(() -> read(bomb.toString()))
			.withMessageStartingWith("relay.credentials");
	}

	private static Credentials read(String document) {
		return reader().read(new SecretFiles.Content(document.getBytes(StandardCharsets.UTF_8), null, null));
	}

	private static CredentialsParser reader() {
		return new CredentialsParser(new RelayProperties(null, null, null, null, null, "file"), (project) -> null);
	}

}
