package dev.honeyrelay.waiting;

/**
 * Whether a caller is still there.
 */
@FunctionalInterface
public interface Presence {

	/**
	 * Calls {@code gone} once the caller is seen to have gone, until the watch that is
	 * returned is closed.
	 */
	Watch watch(Runnable gone);

	/**
	 * A watch for a caller that leaves.
	 */
	@FunctionalInterface
	interface Watch extends AutoCloseable {

		/** Ends the watch. Nothing is called afterwards. */
		@Override
		void close();

	}

}
