package dev.honeyrelay.access;

/**
 * A request that does not say, or says in two ways, which project it is about. Its
 * message is for the caller to read.
 */
public final class UnclearProjectException extends RuntimeException {

	/** The message where no project is named, and the caller has none of its own. */
	public static final String NONE_NAMED = "This caller has no default project: name one in " + ProjectChoice.HEADER
			+ ", or in the path, as in /v1/projects/NAME/runs or /views/projects/NAME.";

	private static final long serialVersionUID = 1L;

	UnclearProjectException(String message) {
		super(message);
	}

}
