package dev.honeyrelay.access;

import java.util.List;

import dev.honeyrelay.access.audit.AuditLog;
import dev.honeyrelay.access.audit.AuditLog.AuditEntry;
import dev.honeyrelay.access.limit.CallerLimits;
import dev.honeyrelay.credentials.Caller;
import dev.honeyrelay.credentials.Project;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunQuery;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

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

	private final VaryFields vary;

	FastPathAuthenticator(RequestCredentials credentials, Callers callers, CallerLimits limits, AuditLog audit,
			CorsProperties cors, VaryFields vary) {
		this.credentials = credentials;
		this.callers = callers;
		this.limits = limits;
		this.audit = audit;
		this.cors = cors;
		this.vary = vary;
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
			Callers.Known known = this.callers.callerOf(identity.credential());
			if (known == null) {
				return null;
			}
			Project project = this.projects.choose(known.caller(), identity.project(), path).getFirst();
			return new AuthorizedRequest(known, project.name());
		}
		catch (BadCredentialsException | AccessDeniedException | UnclearProjectException ex) {
			return null;
		}
	}

	/**
	 * Returns the header fields that every answer depends on, as {@code Vary} lists them.
	 */
	public String vary() {
		return this.vary.all();
	}

	/**
	 * One request of a known caller, about a project that it may read.
	 */
	public final class AuthorizedRequest {

		private final Caller caller;

		private final String means;

		private final ProjectName project;

		private final long start = FastPathAuthenticator.this.audit.now();

		private AuthorizedRequest(Callers.Known known, ProjectName project) {
			this.caller = known.caller();
			this.means = known.means();
			this.project = project;
		}

		/** Returns what tells who asks from every other caller. */
		public String caller() {
			return this.caller.key();
		}

		/** Returns the project that the request is about. */
		public ProjectName project() {
			return this.project;
		}

		/**
		 * Returns whether the caller's limit is reached. Nothing is counted.
		 */
		public boolean isLimitReached() {
			return FastPathAuthenticator.this.limits.isReached(this.caller);
		}

		/**
		 * Counts the request, and returns whether it is within the caller's limit.
		 */
		public boolean isWithinLimit() {
			return FastPathAuthenticator.this.limits.count(this.caller) == null;
		}

		/** Returns the time since the request was authorized, in nanoseconds. */
		public long duration() {
			return FastPathAuthenticator.this.audit.now() - this.start;
		}

		/**
		 * Has the audit log tell how the request ended.
		 * @param query what was asked
		 * @param bytes how many bytes of content were sent
		 * @param nanos how long it took
		 */
		public void ended(RunQuery query, String outcome, int status, int bytes, long nanos) {
			AuditEntry entry = new AuditEntry();
			entry.concerns(List.of(this.project));
			entry.asks(query.operation().label(), query.runs());
			entry.ends(outcome, bytes);
			FastPathAuthenticator.this.audit.tell("read", this.caller, this.means, entry, status, bytes, nanos);
		}

	}

}
