package dev.honeyrelay.access.jwt;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Whom a verified token names.
 *
 * @param issuer short name of the issuer
 * @param name the name, or {@code null} if the token has none that can be a caller's
 * @param groups the groups it is in, or the name itself where the issuer's entry asks for
 * no groups
 */
public record TokenIdentity(String issuer, @Nullable String name, List<String> groups) {

	public TokenIdentity {
		groups = List.copyOf(groups);
	}

}
