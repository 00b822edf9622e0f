package dev.honeyrelay.access.audit;

/**
 * A request that is refused, and not told of, because too many wait for the audit log.
 */
public final class AuditLogCrowdedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	AuditLogCrowdedException() {
		super("Too many requests wait to be told of in the audit log.", null, false, false);
	}

}
