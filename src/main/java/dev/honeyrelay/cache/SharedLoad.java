package dev.honeyrelay.cache;

/**
 * What came of a look at the shared level.
 */
enum SharedLoad {

	/** A sound stored response. */
	HIT("hit"),

	/** None, or one from before a purge. */
	MISS("miss"),

	/** One that is damaged, of another version or of another question. */
	CORRUPT("corrupt"),

	/** No answer in time, or a refusal. */
	ERROR("error"),

	/** Nothing was asked: the circuit is open. */
	SUSPENDED("suspended");

	private final String label;

	SharedLoad(String label) {
		this.label = label;
	}

	/** Returns the word for it in meters. */
	String label() {
		return this.label;
	}

}
