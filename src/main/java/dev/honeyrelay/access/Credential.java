package dev.honeyrelay.access;

import java.util.List;

import dev.honeyrelay.access.gateway.GatewayIdentity;
import dev.honeyrelay.access.jwt.JwtCallers;
import dev.honeyrelay.credentials.TokenDigest;
import org.jspecify.annotations.Nullable;

/**
 * What a request presents to show who sends it: a token of its own, tokens that gateways
 * have added, a gateway's word, or several of these. Its text form is safe to log.
 *
 * @param token what {@code Authorization} has, or {@code null}
 * @param assertions tokens in other fields
 * @param identity what the company's gateway says, or {@code null}
 */
record Credential(@Nullable Token token, List<Assertion> assertions, @Nullable GatewayIdentity identity) {

	Credential {
		assertions = List.copyOf(assertions);
	}

	/** Returns whether there is nothing in it. */
	boolean isEmpty() {
		return this.token == null && this.assertions.isEmpty() && this.identity == null;
	}

	/** Returns nothing of the tokens. */
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

	/**
	 * A token that came in a field of its own.
	 *
	 * @param header name of the field
	 * @param jwt the token
	 */
	record Assertion(String header, String jwt) {

		/** Returns nothing of the token. */
		@Override
		public String toString() {
			return "Assertion[****]";
		}

	}

}
