package dev.honeyrelay.credentials;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Knows which credentials are in force now. Whoever needs several of them at once takes
 * one snapshot.
 */
public final class CredentialsSource implements Supplier<Credentials> {

	private final InstantSource time;

	private volatile State state;

	CredentialsSource(Credentials first, InstantSource time) {
		this.time = time;
		this.state = new State(first, time.instant(), null);
	}

	/** Returns the credentials that are in force. */
	@Override
	public Credentials get() {
		return this.state.credentials();
	}

	/**
	 * Returns who presents {@code token}, or {@code null} if nobody has it or it has
	 * expired.
	 */
	public @Nullable Caller callerOf(String token) {
		return get().callerOf(token, this.time.instant());
	}

	/** Returns since when the credentials that are in force have been. */
	public Instant loadedAt() {
		return this.state.loadedAt();
	}

	/**
	 * Returns why newer credentials are not in force, in one sentence, or {@code null} if
	 * there are none.
	 */
	public @Nullable String problem() {
		return this.state.problem();
	}

	/** Puts {@code newer} in force. */
	void replace(Credentials newer) {
		this.state = new State(newer, this.time.instant(), null);
	}

	/** Leaves in force what is. */
	void keep(String problem) {
		this.state = new State(this.state.credentials(), this.state.loadedAt(), problem);
	}

	/** What is in force, seen at once. */
	private record State(Credentials credentials, Instant loadedAt, @Nullable String problem) {
	}

}
