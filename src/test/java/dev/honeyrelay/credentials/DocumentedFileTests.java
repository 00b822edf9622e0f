package dev.honeyrelay.credentials;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import dev.honeyrelay.TestTokens;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The credentials file that {@code docs/operations.md} shows is one that the relay takes.
 */
class DocumentedFileTests {

	private static final Pattern SHORTENED = Pattern.compile("sha256: [0-9a-f]{4}\\.\\.\\.");

	@Test
	void theFileThatOperatorsCopyIsGood() throws IOException {
		String page = Files.readString(Path.of("docs", "operations.md"));
		String block = page.substring(page.indexOf("```yaml\nprojects:") + 8);
		String file = block.substring(0, block.indexOf("```"));
		// The digests are shortened on the page; these are of token-0, token-1 and so on.
		AtomicInteger number = new AtomicInteger();
		String whole = SHORTENED.matcher(file)
			.replaceAll((digest) -> "sha256: " + TestTokens.sha256("token-" + number.getAndIncrement()));

		Credentials credentials = new CredentialsParser(new RelayProperties(null, null, null, null, null, "file"),
				(project) -> null)
			.read(new SecretFiles.Content(whole.getBytes(StandardCharsets.UTF_8), null, null));

		assertThat(credentials.projects()).hasSize(2);
		Instant today = Instant.parse("2026-12-01T00:00:00Z");
		assertThat(IntStream.range(0, number.get())
			.mapToObj((token) -> credentials.callerOf(TokenDigest.of("token-" + token), today))
			.map(Caller::name)).containsExactly("grafana", "release-ci", "release-ci", "operator");
		assertThat(credentials.callerOf(TokenDigest.of("token-3"), today).role()).isEqualTo(Role.ADMIN);
	}

}
