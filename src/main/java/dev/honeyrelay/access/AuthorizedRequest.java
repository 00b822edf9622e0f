package dev.honeyrelay.access;

import java.util.List;

import dev.honeyrelay.access.audit.AuditEntry;
import dev.honeyrelay.access.audit.AuditLog;
import dev.honeyrelay.access.limit.CallerLimits;
import dev.honeyrelay.credentials.Caller;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunQuery;

/**
 * One request of a known caller, about a project that it may read.
 */
public final class AuthorizedRequest {

	private final Caller caller;

	private final String means;

	private final ProjectName project;

	private final CallerLimits limits;

	private final AuditLog audit;

	private final long start;

	AuthorizedRequest(Callers.Known known, ProjectName project, CallerLimits limits, AuditLog audit) {
		this.caller = known.caller();
		this.means = known.means();
		this.project = project;
		this.limits = limits;
		this.audit = audit;
		this.start = audit.now();
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
		return this.limits.isReached(this.caller);
	}

	/**
	 * Counts the request, and returns whether it is within the caller's limit.
	 */
	public boolean isWithinLimit() {
		return this.limits.count(this.caller) == null;
	}

	/** Returns the time since the request was authorized, in nanoseconds. */
	public long duration() {
		return this.audit.now() - this.start;
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
		this.audit.tell("read", this.caller, this.means, entry, status, bytes, nanos);
	}

}
