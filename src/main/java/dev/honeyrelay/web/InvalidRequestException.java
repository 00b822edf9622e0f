package dev.honeyrelay.web;

/**
 * A request that cannot be understood. Its message is for the caller to read.
 */
final class InvalidRequestException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	InvalidRequestException(String message) {
		super(message);
	}

}
