package dev.honeyrelay.cache;

/**
 * What can happen to a run that other replicas must hear of.
 */
enum SharedEventKind {

	/** Its answers were purged. */
	PURGE("purge"),

	/** An answer about it says something new. */
	CHANGE("change");

	private final String label;

	SharedEventKind(String label) {
		this.label = label;
	}

	/** Returns the word for it in keys, messages and meters. */
	String label() {
		return this.label;
	}

	/**
	 * Returns the kind with that label.
	 * @throws IllegalArgumentException if there is none
	 */
	static SharedEventKind of(String label) {
		for (SharedEventKind kind : values()) {
			if (kind.label.equals(label)) {
				return kind;
			}
		}
		throw new IllegalArgumentException("not a kind of event");
	}

}
