package dev.honeyrelay.cache;

/**
 * What came of an offer to the shared level.
 */
enum SharedStore {

	/** It is kept. */
	STORED("stored"),

	/** It takes more bytes than may be shared. */
	TOO_LARGE("too-large"),

	/** Too much was waiting to be written. */
	DROPPED("dropped"),

	/** No answer in time, or a refusal. */
	ERROR("error"),

	/** Nothing was asked: the circuit is open. */
	SUSPENDED("suspended");

	private final String label;

	SharedStore(String label) {
		this.label = label;
	}

	/** Returns the word for it in meters. */
	String label() {
		return this.label;
	}

}
