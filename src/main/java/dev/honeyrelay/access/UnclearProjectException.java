package dev.honeyrelay.access;

/**
 * A request that does not say, or says in two ways, which project it is about. Its
 * message is for the caller to read.
 */
public final class UnclearProjectException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	UnclearProjectException(String message) {
		super(message);
	}

}
