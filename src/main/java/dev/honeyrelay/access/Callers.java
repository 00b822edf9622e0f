package dev.honeyrelay.access;

import dev.honeyrelay.access.gateway.GatewayIdentity;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import dev.honeyrelay.access.jwt.JwtCallers;
import dev.honeyrelay.credentials.Caller;
import dev.honeyrelay.credentials.Credentials;
import dev.honeyrelay.credentials.CredentialsSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides who presents a credential, of whatever kind: the only place that does.
 */
final class Callers {

	private static final Logger log = LoggerFactory.getLogger(Callers.class);

	private final CredentialsSource credentials;

	private final @Nullable JwtCallers jwt;

	private final GroupGrants byClaim;

	private final GroupGrants byGroup;

	/**
	 * Creates callers of {@code credentials}, and of {@code jwt} if that is there.
	 * @param byClaim what those read whom a token names and the credentials do not
	 * @param byGroup what those read whom the gateway names and the credentials do not
	 */
	Callers(CredentialsSource credentials, @Nullable JwtCallers jwt, GroupGrants byClaim, GroupGrants byGroup) {
		this.credentials = credentials;
		this.jwt = jwt;
		this.byClaim = byClaim;
		this.byGroup = byGroup;
		warnOfUnknownProjects("relay.jwt.projects", byClaim);
		warnOfUnknownProjects("relay.gateway.projects", byGroup);
	}

	/**
	 * Returns who presents {@code credential}, or {@code null} if nobody known does.
	 * @throws RefusedCredentialException if it is refused for another reason
	 */
	@Nullable Caller callerOf(Credential credential) {
		Credential.Token token = credential.token();
		GatewayIdentity identity = credential.identity();
		if (identity == null) {
			return (token != null) ? callerOf(token) : null;
		}
		Caller forwarded = named(identity.user(), identity.groups(), this.byGroup);
		if (token != null && !forwarded.equals(callerOf(token))) {
			throw new RefusedCredentialException(RefusalReason.GATEWAY_CONTRADICTED);
		}
		return forwarded;
	}

	/**
	 * Returns whether it may take time to tell who presents {@code credential}: an
	 * issuer's keys may have to be fetched.
	 */
	boolean mayTakeTime(Credential credential) {
		return this.jwt != null && credential.token() != null && credential.token().jwt() != null;
	}

	private @Nullable Caller callerOf(Credential.Token token) {
		Caller known = this.credentials.callerOf(token.digest());
		if (known != null) {
			return known;
		}
		if (this.credentials.get().has(token.digest())) {
			throw new RefusedCredentialException(RefusalReason.TOKEN_EXPIRED);
		}
		if (this.jwt == null || token.jwt() == null) {
			return null;
		}
		String name = this.jwt.nameIn(token.jwt());
		return named(name, List.of(name), this.byClaim);
	}

	// A caller without an entry of its own reads what its groups may.
	private Caller named(String name, Collection<String> groups, GroupGrants grants) {
		Credentials inForce = this.credentials.get();
		Caller known = inForce.callerNamed(name);
		Caller reader = (known != null) ? known : grants.reader(name, groups, inForce);
		if (reader == null) {
			throw new RefusedCredentialException(RefusalReason.NOTHING_TO_READ);
		}
		return reader;
	}

	// Not refused: the credentials file may name the project a moment later.
	private void warnOfUnknownProjects(String setting, GroupGrants grants) {
		Set<String> unknown = grants.unknownProjects(this.credentials.get());
		if (!unknown.isEmpty()) {
			log.atWarn().addKeyValue("setting", setting).addKeyValue("projects", unknown).log("unknown projects");
		}
	}

}
