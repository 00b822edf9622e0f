package dev.honeyrelay.problem;

/**
 * A request that cannot be understood. Its message is for the caller to read.
 */
public final class InvalidRequestException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public InvalidRequestException(String message) {
		super(message);
	}

}
