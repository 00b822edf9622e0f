package dev.honeyrelay.waiting;

/**
 * How a wait ends.
 */
enum Ending {

	/** The answer is settled and still. */
	REACHED("reached"),

	/** The caller's time is over. */
	TIMED_OUT("timed-out"),

	/** Nothing can come of it: HoneyHive refuses the question, or knows no such run. */
	HOPELESS("hopeless"),

	/** As many wait as may, and it did not begin. */
	FULL("full"),

	/** The relay is shutting down. */
	SHUTDOWN("shutdown"),

	/** The caller has hung up. */
	GONE("gone");

	private final String label;

	Ending(String label) {
		this.label = label;
	}

	/** Returns the word for it in meters. */
	String label() {
		return this.label;
	}

}
