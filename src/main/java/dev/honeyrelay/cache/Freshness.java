package dev.honeyrelay.cache;

/**
 * How usable a stored response is at one moment.
 */
public enum Freshness {

	/** Served without asking. */
	FRESH,

	/** Fresh, and so near its end that a read starts a refresh. */
	AGEING,

	/** Stale, and served while it is refreshed (RFC 5861 section 3). */
	REVALIDATING,

	/**
	 * Stale: HoneyHive is asked first, and the response stands in if that fails (RFC 5861
	 * section 4).
	 */
	STALE,

	/** Of no further use. */
	EXPIRED;

	/** Returns whether nobody has to wait for HoneyHive. */
	public boolean isServed() {
		return switch (this) {
			case FRESH, AGEING, REVALIDATING -> true;
			case STALE, EXPIRED -> false;
		};
	}

}
