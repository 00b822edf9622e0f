package dev.honeyrelay.access;

import org.springframework.security.authentication.BadCredentialsException;

/**
 * A credential that is refused for a reason that its sender's operator should know. It
 * has no stack trace, for anybody can cause it.
 */
public final class RefusedCredentialException extends BadCredentialsException {

	private static final long serialVersionUID = 1L;

	private final RefusalReason reason;

	public RefusedCredentialException(RefusalReason reason) {
		super(reason.label());
		this.reason = reason;
	}

	/** Returns why it is refused. */
	RefusalReason reason() {
		return this.reason;
	}

	@Override
	public synchronized Throwable fillInStackTrace() {
		return this;
	}

}
