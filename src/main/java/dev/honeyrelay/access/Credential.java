package dev.honeyrelay.access;

import dev.honeyrelay.access.gateway.GatewayIdentity;
import dev.honeyrelay.access.jwt.JwtCallers;
import dev.honeyrelay.credentials.TokenDigest;
import org.jspecify.annotations.Nullable;

/**
 * What a request presents to show who sends it: a token, a gateway's word, or both. Its
 * text form is safe to log.
 *
 * @param token a token of the caller's own, or {@code null}
 * @param identity what the company's gateway says, or {@code null}
 */
record Credential(@Nullable Token token, @Nullable GatewayIdentity identity) {

	/** Returns nothing of the token. */
	@Override
	public String toString() {
		return "Credential[****]";
	}

	/**
	 * A token as it was presented. All that is kept of most is the digest.
	 *
	 * @param digest the token's digest
	 * @param jwt the token itself if it has the form of a JSON Web Token, or else
	 * {@code null}
	 */
	record Token(TokenDigest digest, @Nullable String jwt) {

		static Token of(String token) {
			return new Token(TokenDigest.of(token), JwtCallers.isJwt(token) ? token : null);
		}

	}

}
