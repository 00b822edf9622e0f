package dev.honeyrelay.run;

import org.jspecify.annotations.Nullable;

/**
 * How many bytes of the heap things take, counted for a JVM without compact headers, so
 * that no choice of the operator's makes it more. A test holds the sums to real heaps.
 */
public final class Footprint {

	/** An object with a few fields, such as a record or an instant. */
	public static final int OBJECT = 32;

	/** What a cache needs for one entry beside its key and its value. */
	public static final int CACHE_ENTRY = 176;

	private static final int STRING = 40;

	private static final int ARRAY = 24;

	private Footprint() {
	}

	/** Returns the bytes that {@code text} takes; nothing takes none. */
	public static int of(@Nullable String text) {
		if (text == null) {
			return 0;
		}
		return STRING + text.length() * (isLatin(text) ? 1 : 2) + Long.BYTES;
	}

	/** Returns the bytes that an array of {@code length} bytes takes. */
	public static int ofBytes(int length) {
		return ARRAY + length;
	}

	private static boolean isLatin(String text) {
		for (int index = 0; index < text.length(); index++) {
			if (text.charAt(index) > 0xFF) {
				return false;
			}
		}
		return true;
	}

}
