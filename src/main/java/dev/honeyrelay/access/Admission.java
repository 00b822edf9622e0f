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
	 * Returns what {@code request} claims, or {@code null} if it has to go the usual way.
	 */
	public @Nullable Claim claimIn(Request request) {
		// A page of another origin is answered with fields of its own.
		if (this.cors.isEnabled() && request.getHeaders().contains(HttpHeader.ORIGIN)) {
			return null;
		}
		try {
			Credential credential = this.credentials.credentialIn(request);
			if (credential == null) {
				return null;
			}
			return new Claim(credential, ProjectChoice.namedIn(request.getHeaders()),
					this.callers.mayTakeTime(credential));
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
		Caller caller = this.callers.callerOf(claim.credential());
		if (caller == null) {
			return null;
		}
		try {
			Project project = this.projects.choose(caller, claim.project(), path).getFirst();
			return new Visit(caller, project.name(), this.limits, this.audit);
		}
		catch (AccessDeniedException | UnclearProjectException ex) {
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
