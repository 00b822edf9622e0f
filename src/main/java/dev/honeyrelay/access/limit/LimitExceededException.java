package dev.honeyrelay.access.limit;

/**
 * A request beyond what its caller may ask within a minute.
 */
public final class LimitExceededException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final int quota;

	private final long seconds;

	LimitExceededException(int quota, long seconds) {
		super("This caller may ask " + quota + " times a minute.");
		this.quota = quota;
		this.seconds = seconds;
	}

	/** Returns how often the caller may ask within a minute. */
	public int quota() {
		return this.quota;
	}

	/** Returns after how many seconds it may ask again. */
	public long seconds() {
		return this.seconds;
	}

}
