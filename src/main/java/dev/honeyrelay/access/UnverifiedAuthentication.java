package dev.honeyrelay.access;

import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/**
 * A credential that was presented and is not verified yet.
 */
final class UnverifiedAuthentication extends AbstractAuthenticationToken {

	private static final long serialVersionUID = 1L;

	private final transient Credential credential;

	UnverifiedAuthentication(Credential credential) {
		super(AuthorityUtils.NO_AUTHORITIES);
		this.credential = credential;
	}

	@Override
	public String getPrincipal() {
		return "unknown";
	}

	@Override
	public Credential getCredentials() {
		return this.credential;
	}

	/** Returns nothing of the credential. */
	@Override
	public String toString() {
		return "UnverifiedAuthentication[****]";
	}

}
