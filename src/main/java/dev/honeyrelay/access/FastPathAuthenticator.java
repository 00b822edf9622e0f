package dev.honeyrelay.access;

import java.util.List;
import java.util.stream.Stream;

import dev.honeyrelay.access.audit.AuditLog;
import dev.honeyrelay.access.gateway.GatewayProperties;
import dev.honeyrelay.access.limit.CallerLimits;
import dev.honeyrelay.credentials.Caller;
import dev.honeyrelay.credentials.Project;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.stereotype.Component;

/**
 * Authenticates requests for the fast path, with the same objects as the filters and
 * interceptors. It refuses nothing: a request that is not clearly allowed goes the
 * ordinary way, which tells the caller what is wrong.
 */
@Component
public final class FastPathAuthenticator {

	private final RequestCredentials credentials;

	private final Callers callers;

	private final ProjectChoice projects = ProjectChoice.ofOne();

	private final CallerLimits limits;

	private final AuditLog audit;

	private final CorsProperties cors;

	private final GatewayProperties gateway;

	FastPathAuthenticator(RequestCredentials credentials, Callers callers, CallerLimits limits, AuditLog audit,
			CorsProperties cors, GatewayProperties gateway) {
		this.credentials = credentials;
		this.callers = callers;
		this.limits = limits;
		this.audit = audit;
		this.cors = cors;
		this.gateway = gateway;
	}

	/**
	 * Returns who sends {@code request}, if that is a known caller, or {@code null} if
	 * the request has to go the ordinary way, as it does if an issuer's keys may have to
	 * be fetched. Nothing but the credential is looked at before.
	 */
	public @Nullable PresentedIdentity identityIn(Request request) {
		// A page of another origin is answered with fields of its own.
		if (this.cors.isEnabled() && request.getHeaders().contains(HttpHeader.ORIGIN)) {
			return null;
		}
		try {
			Credential credential = this.credentials.credentialIn(request);
			if (credential == null || this.callers.mayTakeTime(credential)
					|| this.callers.callerOf(credential) == null) {
				return null;
			}
			return new PresentedIdentity(credential, ProjectChoice.namedIn(request.getHeaders()));
		}
		catch (BadCredentialsException | UnclearProjectException ex) {
			return null;
		}
	}

	/**
	 * Returns the request of the caller that {@code identity} stands for, allowed for a
	 * project, or {@code null} if it has to go the ordinary way.
	 * @param path what the path calls a project, or {@code null}
	 */
	public @Nullable AuthorizedRequest authorize(PresentedIdentity identity, @Nullable String path) {
		try {
			Caller caller = this.callers.callerOf(identity.credential());
			if (caller == null) {
				return null;
			}
			Project project = this.projects.choose(caller, identity.project(), path).getFirst();
			return new AuthorizedRequest(caller, project.name(), this.limits, this.audit);
		}
		catch (BadCredentialsException | AccessDeniedException | UnclearProjectException ex) {
			return null;
		}
	}

	/**
	 * Returns the names of the header fields that every answer depends on by settings.
	 */
	public List<String> vary() {
		return Stream
			.concat(this.cors.isEnabled() ? Stream.of(HttpHeaders.ORIGIN) : Stream.empty(),
					this.gateway.identityHeaders().stream())
			.toList();
	}

}
