package dev.honeyrelay.response;

import java.util.Arrays;

/**
 * What was thrown unexpectedly, as an outage and as text for the log.
 *
 * @param outage what it is to those who wait
 * @param thrown its class and the last line of the relay's own code that it came through;
 * never its message, which may have anything in it
 */
public record UnexpectedFailure(Outage outage, String thrown) {

	/** Returns the failure that {@code thrown} stands for. */
	public static UnexpectedFailure of(Throwable thrown) {
		Outage.Kind kind = (thrown instanceof OutOfMemoryError) ? Outage.Kind.OVERLOADED : Outage.Kind.INVALID;
		String where = Arrays.stream(thrown.getStackTrace())
			.filter((frame) -> frame.getClassName().startsWith("dev.honeyrelay."))
			.findFirst()
			.map((frame) -> " at " + frame.getClassName() + '.' + frame.getMethodName() + ':' + frame.getLineNumber())
			.orElse("");
		return new UnexpectedFailure(Outage.of(kind), thrown.getClass().getName() + where);
	}

}
