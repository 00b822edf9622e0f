package dev.honeyrelay.memory;

/**
 * The heap of this process, of which whatever may grow is given a share.
 */
public final class Heap {

	// What everything else takes, the shared level included: so much whatever the heap
	// is,
	// and of the rest a quarter of the heap. HeapCheck has the exact sum.
	private static final long FIXED = 52L * 1024 * 1024;

	private static final int QUARTER = 4;

	// What the shares of the memories are more than a quarter together, with the second
	// level and an issuer.
	private static final int ROOM = 32;

	private Heap() {
	}

	/** Returns how many bytes it may take at most. */
	public static long size() {
		return Runtime.getRuntime().maxMemory();
	}

	/**
	 * Returns how many bytes each of the two may take that take the most, stored answers
	 * and those on their way, where nothing is set: a quarter, or less if a small heap
	 * would otherwise not hold the rest.
	 */
	public static long defaultShare() {
		return defaultShare(size());
	}

	static long defaultShare(long size) {
		long quarter = size / QUARTER;
		return Math.max(1, Math.min(quarter, (size - FIXED - quarter - size / ROOM) / 2));
	}

	/** Returns the {@code parts}th part of it, in bytes. */
	public static long share(int parts) {
		return size() / parts;
	}

}
