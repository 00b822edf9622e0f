package dev.honeyrelay.credentials;

import org.springframework.util.Assert;

/**
 * The HoneyHive key that the relay holds on behalf of its callers. Its text form is safe
 * to log.
 *
 * @param value the key itself
 */
public record ApiKey(String value) {

	private static final int SHOWABLE = 20;

	private static final String DATA_PLANE = "hh_fgdp_";

	/**
	 * @throws IllegalArgumentException if {@code value} cannot be sent in a header field
	 */
	public ApiKey {
		Assert.isTrue(isFit(value), "a HoneyHive key must be visible ASCII characters without spaces");
	}

	/** Returns whether {@code text} can be a key: it has to fit into a header field. */
	static boolean isFit(String text) {
		return !text.isEmpty() && text.chars().allMatch((character) -> character > ' ' && character < 127);
	}

	/** Returns the key in {@code text}, which may be surrounded by white space. */
	public static ApiKey of(String text) {
		return new ApiKey(stripped(text));
	}

	/**
	 * Returns a secret, or the name of something, as it was meant to be: without the
	 * white space around it, of whichever kind, and what shows as nothing at all.
	 */
	public static String stripped(String text) {
		int first = 0;
		int end = text.length();
		while (first < end && isSpace(text.charAt(first))) {
			first++;
		}
		while (first < end && isSpace(text.charAt(end - 1))) {
			end--;
		}
		return text.substring(first, end);
	}

	// No-break spaces are no white space to Java, nor are marks such as that of UTF-8's
	// beginning.
	private static boolean isSpace(char character) {
		return Character.isWhitespace(character) || Character.isSpaceChar(character)
				|| Character.isISOControl(character) || Character.getType(character) == Character.FORMAT;
	}

	/**
	 * Returns whether it is one of HoneyHive's data plane keys, which are good for the
	 * paths below a project only.
	 */
	public boolean isDataPlaneKey() {
		return this.value.startsWith(DATA_PLANE);
	}

	/**
	 * Returns what an operator may see of the key to tell it from another: its last four
	 * characters, or none if it is short.
	 */
	public String masked() {
		int length = this.value.length();
		return (length >= SHOWABLE) ? "****" + this.value.substring(length - 4) : "****";
	}

	@Override
	public String toString() {
		return "ApiKey[****]";
	}

}
