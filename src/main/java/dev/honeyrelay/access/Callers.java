package dev.honeyrelay.access;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import dev.honeyrelay.access.gateway.GatewayIdentity;
import dev.honeyrelay.access.gateway.GatewayProperties;
import dev.honeyrelay.access.jwt.JwtCallers;
import dev.honeyrelay.access.jwt.JwtProperties;
import dev.honeyrelay.access.jwt.TokenIdentity;
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

	private static final int NAMES = 10;

	private final CredentialsSource credentials;

	private final JwtCallers jwt;

	private final Map<String, GroupGrants> byIssuer = new HashMap<>();

	private final GroupGrants byGateway;

	// Those whose issuers have been looked at.
	private @Nullable Credentials checked;

	/**
	 * Creates callers of {@code credentials}, and those that a token or the gateway
	 * names.
	 */
	Callers(CredentialsSource credentials, JwtCallers jwt, JwtProperties issuers, GatewayProperties gateway) {
		this.credentials = credentials;
		this.jwt = jwt;
		this.byGateway = new GroupGrants(gateway.projects());
		issuers.entries().forEach((name, entry) -> this.byIssuer.put(name, new GroupGrants(entry.projects())));
		this.byIssuer
			.forEach((name, grants) -> warnOfUnknownProjects("relay.jwt.issuers." + name + ".projects", grants));
		warnOfUnknownProjects("relay.gateway.projects", this.byGateway);
		if (!this.byIssuer.isEmpty() || gateway.isEnabled()) {
			tellOfMigration(credentials.get());
		}
		checkIssuers(credentials.get());
		credentials.whenLookedAt(this::checkIssuers);
	}

	/**
	 * Returns who presents {@code credential}, or {@code null} if nobody known does.
	 * Tokens that gateways have added must be good ones; who calls is what
	 * {@code Authorization} says, and only without that what they say.
	 * @throws RefusedCredentialException if it is refused for another reason
	 */
	@Nullable Known callerOf(Credential credential) {
		List<TokenIdentity> asserted = credential.assertions()
			.stream()
			.map((assertion) -> this.jwt.identityIn(assertion.header(), assertion.jwt()))
			.toList();
		Known known = (credential.token() != null) ? callerOf(credential.token()) : callerOf(asserted);
		GatewayIdentity identity = credential.identity();
		if (identity == null) {
			return known;
		}
		Known forwarded = named(null, identity.user(), identity.groups(), this.byGateway);
		if (known == null && credential.token() == null) {
			return forwarded;
		}
		if (known == null || !known.isSameAs(forwarded)) {
			throw new RefusedCredentialException(RefusalReason.GATEWAY_CONTRADICTED);
		}
		return known;
	}

	/**
	 * Returns whether it may take time to tell who presents {@code credential}: an
	 * issuer's keys may have to be fetched.
	 */
	boolean mayTakeTime(Credential credential) {
		Credential.Token token = credential.token();
		return !credential.assertions().isEmpty()
				|| (token != null && token.jwt() != null && this.jwt.isIn(JwtCallers.AUTHORIZATION));
	}

	private @Nullable Known callerOf(Credential.Token token) {
		Caller known = this.credentials.callerOf(token.digest());
		if (known != null) {
			return new Known(known, "token");
		}
		if (this.credentials.get().has(token.digest())) {
			throw new RefusedCredentialException(RefusalReason.TOKEN_EXPIRED);
		}
		if (token.jwt() == null || !this.jwt.isIn(JwtCallers.AUTHORIZATION)) {
			return null;
		}
		return named(this.jwt.identityIn(JwtCallers.AUTHORIZATION, token.jwt()));
	}

	private @Nullable Known callerOf(List<TokenIdentity> asserted) {
		List<Known> named = asserted.stream().map(this::named).toList();
		if (named.stream().anyMatch((one) -> !one.isSameAs(named.getFirst()))) {
			throw new RefusedCredentialException(RefusalReason.JWT_CONTRADICTED);
		}
		return named.isEmpty() ? null : named.getFirst();
	}

	private Known named(TokenIdentity identity) {
		if (identity.name() == null) {
			throw new RefusedCredentialException(RefusalReason.JWT_NAME);
		}
		GroupGrants grants = Objects.requireNonNull(this.byIssuer.get(identity.issuer()));
		return named(identity.issuer(), identity.name(), identity.groups(), grants);
	}

	// Only an entry that lists the identity makes somebody a caller of the file, and not
	// what that caller is called.
	private Known named(@Nullable String issuer, String name, Collection<String> groups, GroupGrants grants) {
		Credentials inForce = this.credentials.get();
		Caller.Identity identity = new Caller.Identity(issuer, name);
		Caller known = inForce.callerOf(identity);
		Caller reader = (known != null) ? known : grants.reader(identity, groups, inForce);
		if (reader == null) {
			throw new RefusedCredentialException(RefusalReason.NOTHING_TO_READ);
		}
		return new Known(reader, identity.voucher());
	}

	// Not refused: the credentials file may name the project a moment later.
	private void warnOfUnknownProjects(String setting, GroupGrants grants) {
		Set<String> unknown = grants.unknownProjects(this.credentials.get());
		if (!unknown.isEmpty()) {
			log.atWarn().addKeyValue("setting", setting).addKeyValue("projects", unknown).log("unknown projects");
		}
	}

	// Not refused either: replicas with other settings may read the same file.
	private synchronized void checkIssuers(Credentials inForce) {
		if (inForce == this.checked) {
			return;
		}
		this.checked = inForce;
		Set<String> unknown = new TreeSet<>(inForce.issuers());
		unknown.removeAll(this.byIssuer.keySet());
		if (!unknown.isEmpty()) {
			log.atWarn()
				.addKeyValue("issuers", unknown)
				.log("identities of callers name issuers that relay.jwt.issuers has not");
		}
	}

	// Until 2.0 a name alone was enough.
	private static void tellOfMigration(Credentials inForce) {
		Set<String> callers = inForce.withoutIdentities();
		if (!callers.isEmpty()) {
			log.atInfo()
				.addKeyValue("count", callers.size())
				.addKeyValue("callers", callers.stream().limit(NAMES).toList())
				.log("callers without identities are reached by their own tokens only, and no longer by an issuer or"
						+ " gateway that uses their name");
		}
	}

	/**
	 * A caller, and how it is known.
	 *
	 * @param caller who it is
	 * @param means how that is known: {@code token}, {@code gateway}, or the short name
	 * of an issuer after {@code issuer:}
	 */
	record Known(Caller caller, String means) {

		/**
		 * Returns whether both are one caller of the credentials file, or one name that
		 * no caller of it has as an identity.
		 */
		boolean isSameAs(Known other) {
			boolean strangers = this.caller.stranger() != null && other.caller.stranger() != null;
			return strangers ? this.caller.name().equals(other.caller.name()) : this.caller.equals(other.caller);
		}

	}

}
