package dev.honeyrelay.access;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a request shows of who sends it. Its text form is safe to log.
 *
 * @param token a token of the caller's own, or {@code null}
 * @param identity what the company's gateway says, or {@code null}
 */
record Credential(@Nullable String token, @Nullable Identity identity) {

	/** Returns nothing of the token. */
	@Override
	public String toString() {
		return "Credential[****]";
	}

	/**
	 * A user as the company's gateway knows it.
	 *
	 * @param user the user's name
	 * @param groups the groups it is in
	 */
	record Identity(String user, List<String> groups) {

		Identity {
			groups = List.copyOf(groups);
		}

	}

}
