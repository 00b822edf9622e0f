package dev.honeyrelay.access;

import java.util.List;

import dev.honeyrelay.credentials.Caller;
import dev.honeyrelay.credentials.Role;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;

/**
 * A caller that has been authenticated.
 */
public final class CallerAuthentication extends AbstractAuthenticationToken {

	private static final long serialVersionUID = 1L;

	/** The role of whoever may purge. */
	static final String ADMIN = "ADMIN";

	private static final List<GrantedAuthority> OF_ADMINS = AuthorityUtils.createAuthorityList("ROLE_" + ADMIN);

	private final transient Caller caller;

	private final String means;

	/**
	 * @param means how the caller is known, as the audit log says it
	 */
	public CallerAuthentication(Caller caller, String means) {
		super((caller.role() == Role.ADMIN) ? OF_ADMINS : AuthorityUtils.NO_AUTHORITIES);
		this.caller = caller;
		this.means = means;
		setAuthenticated(true);
	}

	/** Returns what tells the caller from every other. */
	@Override
	public String getName() {
		return this.caller.key();
	}

	/** Returns how the caller is known, as the audit log says it. */
	public String means() {
		return this.means;
	}

	@Override
	public Caller getPrincipal() {
		return this.caller;
	}

	/** Returns nothing: the token is not kept. */
	@Override
	public @Nullable Object getCredentials() {
		return null;
	}

}
