package dev.honeyrelay.cache;

/**
 * Which way an event between replicas went.
 */
enum SharedDirection {

	/** Another replica told it. */
	IN("in"),

	/** This replica told it. */
	OUT("out"),

	/** This replica could not keep it in mind until it could be told. */
	LOST("lost");

	private final String label;

	SharedDirection(String label) {
		this.label = label;
	}

	/** Returns the word for it in meters. */
	String label() {
		return this.label;
	}

}
