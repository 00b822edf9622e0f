package dev.honeyrelay.response;

/**
 * A word of {@code Cache-Control} in a response that a shared cache has to heed (RFC 9111
 * section 5.2.2).
 */
public enum Directive {

	/** It must not be stored. */
	NO_STORE("no-store"),

	/** Only the cache of a single user may store it. */
	PRIVATE("private"),

	/** It must not be used without asking. */
	NO_CACHE("no-cache"),

	/** It must not be used once it is stale. */
	MUST_REVALIDATE("must-revalidate"),

	/** A shared cache must not use it once it is stale. */
	PROXY_REVALIDATE("proxy-revalidate"),

	/** For how long a shared cache may use it, and not once it is stale. */
	S_MAXAGE("s-maxage"),

	/** For how long it may be used. */
	MAX_AGE("max-age"),

	/** Whoever knows what its status code means for storing need not heed no-store. */
	MUST_UNDERSTAND("must-understand");

	private final String label;

	Directive(String label) {
		this.label = label;
	}

	/** Returns the word itself, in lower case. */
	public String label() {
		return this.label;
	}

}
