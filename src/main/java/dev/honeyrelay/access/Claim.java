package dev.honeyrelay.access;

import dev.honeyrelay.credentials.Caller;
import dev.honeyrelay.run.Footprint;
import org.jspecify.annotations.Nullable;

/**
 * Who a request says that it is from, and which project its header says that it is about.
 * Whose the credential is may change while this is kept. Its text form is safe to log.
 */
public final class Claim {

	private static final int DIGEST = 32;

	private final Credential credential;

	private final @Nullable String project;

	private final @Nullable Caller caller;

	/**
	 * Creates a claim.
	 * @param caller whoever it was found to be, where that took time, or else
	 * {@code null}
	 */
	Claim(Credential credential, @Nullable String project, @Nullable Caller caller) {
		this.credential = credential;
		this.project = project;
		this.caller = caller;
	}

	/**
	 * Returns whether the same header claims the same whichever connection it comes over,
	 * and this holds nothing that could be presented anew.
	 */
	public boolean isRepeatable() {
		Credential.Token token = this.credential.token();
		return this.credential.identity() == null && token != null && token.jwt() == null;
	}

	/** Returns how many bytes of the heap this takes, if it is repeatable. */
	public int footprint() {
		// Itself, its credential, the token in it, and the digest of that.
		return 5 * Footprint.OBJECT + Footprint.ofBytes(DIGEST) + Footprint.of(this.project);
	}

	Credential credential() {
		return this.credential;
	}

	@Nullable Caller caller() {
		return this.caller;
	}

	@Nullable String project() {
		return this.project;
	}

	/** Returns nothing of the credential. */
	@Override
	public String toString() {
		return "Claim[****]";
	}

}
