package dev.honeyrelay.response;

/**
 * Why a whole and valid answer is served but not stored.
 */
public enum NotStoredReason {

	/** Not every run in it is {@code completed}, or that could not be read. */
	UNSETTLED("unsettled"),

	/** HoneyHive said {@code no-store}. */
	NO_STORE("no-store"),

	/** HoneyHive said {@code private}. */
	PRIVATE("private"),

	/** HoneyHive said {@code Vary: *}: no other request may be answered with it. */
	VARY("vary"),

	/** It is larger than one stored response may be. */
	TOO_LARGE("too-large"),

	/** The run was purged while the answer was on its way. */
	PURGED("purged");

	private final String label;

	NotStoredReason(String label) {
		this.label = label;
	}

	/** Returns the word for it in {@code Cache-Status} and meters. */
	public String label() {
		return this.label;
	}

}
