package dev.honeyrelay.outbound;

/**
 * The URL of a proxy as a setting has it, not read yet. Its text form is safe to log, for
 * there may be a password in it.
 *
 * @param value the URL; empty for none
 */
public record ProxyUrl(String value) {

	/** Returns {@code text} as one; what is wrong with it is said by {@link WayOut}. */
	public static ProxyUrl of(String text) {
		return new ProxyUrl(text.strip());
	}

	@Override
	public String toString() {
		return this.value.isEmpty() ? "ProxyUrl[]" : "ProxyUrl[****]";
	}

}
