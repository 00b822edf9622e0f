package dev.honeyrelay.access;

import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/**
 * A token that somebody presents and nobody has looked at yet.
 */
final class PresentedToken extends AbstractAuthenticationToken {

	private static final long serialVersionUID = 1L;

	private final transient String token;

	PresentedToken(String token) {
		super(AuthorityUtils.NO_AUTHORITIES);
		this.token = token;
	}

	@Override
	public String getPrincipal() {
		return "unknown";
	}

	@Override
	public String getCredentials() {
		return this.token;
	}

	/** Returns nothing of the token. */
	@Override
	public String toString() {
		return "PresentedToken[****]";
	}

}
