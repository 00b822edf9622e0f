package dev.honeyrelay.memory;

/**
 * The heap of this process, of which whatever may grow is given a share.
 */
public final class Heap {

	private Heap() {
	}

	/** Returns how many bytes it may take at most. */
	public static long size() {
		return Runtime.getRuntime().maxMemory();
	}

	/** Returns the {@code parts}th part of it, in bytes. */
	public static long share(int parts) {
		return size() / parts;
	}

}
