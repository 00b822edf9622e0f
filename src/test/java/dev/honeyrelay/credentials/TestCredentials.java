package dev.honeyrelay.credentials;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/**
 * A credentials file in force, for tests that start no relay.
 */
public final class TestCredentials {

	private final CredentialsSource source;

	/** Puts {@code document} in force. */
	public TestCredentials(String document) {
		this.source = new CredentialsSource(read(document), InstantSource.system());
	}

	/** Returns what is in force. */
	public CredentialsSource source() {
		return this.source;
	}

	/** Puts {@code document} in force, as a look at the file does. */
	public void replace(String document) {
		this.source.replace(read(document));
		this.source.lookedAt();
	}

	/** Looks at the file, which is the same. */
	public void look() {
		this.source.lookedAt();
	}

	private static Credentials read(String document) {
		return new CredentialsParser(new RelayProperties(null, null, null, null, null, "file"), (project) -> null)
			.read(new SecretFiles.Content(document.getBytes(StandardCharsets.UTF_8), null, null));
	}

}
