package dev.honeyrelay.access;

import org.jspecify.annotations.Nullable;

/**
 * Who a request says that it is from, and which project its header says that it is about.
 * Nobody has looked at it yet. Its text form is safe to log.
 */
public final class Claim {

	private final Credential credential;

	private final @Nullable String project;

	private final boolean takingTime;

	Claim(Credential credential, @Nullable String project, boolean takingTime) {
		this.credential = credential;
		this.project = project;
		this.takingTime = takingTime;
	}

	/**
	 * Returns whether it may take time to tell who claims this: an issuer's keys may have
	 * to be fetched.
	 */
	public boolean mayTakeTime() {
		return this.takingTime;
	}

	/**
	 * Returns whether the same header claims the same whichever connection it comes over,
	 * and this holds nothing that could be presented anew.
	 */
	public boolean isRepeatable() {
		Credential.Token token = this.credential.token();
		return this.credential.identity() == null && token != null && token.jwt() == null;
	}

	Credential credential() {
		return this.credential;
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
