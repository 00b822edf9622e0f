package dev.honeyrelay.harness;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * States that nothing tells of, so that they have to be looked for.
 */
public final class States {

	private static final long SHORTEST = 50_000;

	private static final long LONGEST = 10_000_000;

	private States() {
	}

	/**
	 * Waits until {@code state} holds, which the test's own timeout bounds. Looks ever
	 * less often, so that what it waits for has the processor meanwhile.
	 */
	public static void await(BooleanSupplier state) {
		for (long pause = SHORTEST; !state.getAsBoolean(); pause = Math.min(LONGEST, pause + pause / 4)) {
			LockSupport.parkNanos(pause);
		}
	}

}
