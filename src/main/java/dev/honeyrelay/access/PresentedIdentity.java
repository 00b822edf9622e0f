package dev.honeyrelay.access;

import dev.honeyrelay.run.Footprint;
import org.jspecify.annotations.Nullable;

/**
 * The credential that a request presents, and the project that its header names. It is
 * verified anew each time it is used: whose credential it is may change while this is
 * kept. Its text form is safe to log.
 *
 * @param credential what it shows to be somebody's
 * @param project what its header calls a project, or {@code null}
 */
public record PresentedIdentity(Credential credential, @Nullable String project) {

	private static final int DIGEST = 32;

	/**
	 * Returns whether the same header fields mean the same on every connection, and
	 * nothing of this could be used as a credential again.
	 */
	public boolean isRepeatable() {
		Credential.Token token = this.credential.token();
		return this.credential.identity() == null && this.credential.assertions().isEmpty() && token != null
				&& token.jwt() == null;
	}

	/** Returns how many bytes of the heap this takes, if it is repeatable. */
	public int footprint() {
		// Itself, its credential, the token in it, and the digest of that; lists without
		// elements are one.
		return 5 * Footprint.OBJECT + Footprint.ofBytes(DIGEST) + Footprint.of(this.project);
	}

	/** Returns nothing of the credential. */
	@Override
	public String toString() {
		return "PresentedIdentity[****]";
	}

}
