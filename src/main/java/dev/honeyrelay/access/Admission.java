package dev.honeyrelay.access;

import java.util.List;
import java.util.stream.Stream;

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
 * Lets in whoever comes by the front door, by what decides in the filters and
 * interceptors, too. It refuses nobody: who is not plainly welcome goes the usual way and
 * is told there what is wrong.
 */
@Component
public final class Admission {

	private static final String CHECKED = Admission.class.getName();

	private final CredentialReader credentials;

	private final Callers callers;

	private final ProjectChoice projects = ProjectChoice.ofOne();

	private final CallerLimits limits;

	private final AuditLog audit;

	private final CorsProperties cors;

	private final GatewayProperties gateway;

	Admission(CredentialReader credentials, Callers callers, CallerLimits limits, AuditLog audit, CorsProperties cors,
			GatewayProperties gateway) {
		this.credentials = credentials;
		this.callers = callers;
		this.limits = limits;
		this.audit = audit;
		this.cors = cors;
		this.gateway = gateway;
	}

	/**
	 * Returns what {@code request} claims, if that is of somebody known, or {@code null}
	 * if it has to go the usual way. Nothing but its credential is looked at before.
	 * @param mayWait whether to look at those credentials that it may take time to check,
	 * because an issuer's keys may have to be fetched, or at all others
	 */
	public @Nullable Claim claimIn(Request request, boolean mayWait) {
		// A page of another origin is answered with fields of its own.
		if (this.cors.isEnabled() && request.getHeaders().contains(HttpHeader.ORIGIN)) {
			return null;
		}
		try {
			Credential credential = this.credentials.credentialIn(request);
			if (credential == null || this.callers.mayTakeTime(credential) != mayWait) {
				return null;
			}
			Caller caller = mayWait ? checked(credential, request) : this.callers.callerOf(credential);
			return (caller != null)
					? new Claim(credential, ProjectChoice.namedIn(request.getHeaders()), mayWait ? caller : null)
					: null;
		}
		catch (BadCredentialsException | UnclearProjectException ex) {
			return null;
		}
	}

	/**
	 * Returns the visit of whoever claims {@code claim}, or {@code null} if that has to
	 * go the usual way.
	 * @param path what the path calls a project, or {@code null}
	 */
	public @Nullable Visit visit(Claim claim, @Nullable String path) {
		try {
			Caller caller = (claim.caller() != null) ? claim.caller() : this.callers.callerOf(claim.credential());
			if (caller == null) {
				return null;
			}
			Project project = this.projects.choose(caller, claim.project(), path).getFirst();
			return new Visit(caller, project.name(), this.limits, this.audit);
		}
		catch (BadCredentialsException | AccessDeniedException | UnclearProjectException ex) {
			return null;
		}
	}

	/**
	 * Returns who was found to have sent {@code request} where that took time, so that it
	 * is not found out twice, or {@code null} if nobody has looked.
	 * @throws BadCredentialsException if it was refused
	 */
	static @Nullable Caller checked(Request request) {
		Object checked = request.getAttribute(CHECKED);
		if (checked instanceof RefusedCredentialException refused) {
			throw refused;
		}
		return (checked instanceof Caller caller) ? caller : null;
	}

	private @Nullable Caller checked(Credential credential, Request request) {
		try {
			Caller caller = this.callers.callerOf(credential);
			request.setAttribute(CHECKED, caller);
			return caller;
		}
		catch (RefusedCredentialException ex) {
			request.setAttribute(CHECKED, ex);
			throw ex;
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
