package dev.honeyrelay.harness;

import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;

/**
 * What things really take of this process's heap.
 */
public final class UsedHeap {

	private static final int COLLECTIONS = 6;

	private static final long NOISE = 32 * 1024;

	private UsedHeap() {
	}

	/** Returns how many bytes of the heap are used by what cannot be collected. */
	public static long now() {
		// Where Caffeine evicts what is too much.
		ForkJoinPool.commonPool().awaitQuiescence(20, TimeUnit.SECONDS);
		long before = Long.MAX_VALUE;
		long used = collected();
		for (int i = 1; i < COLLECTIONS && before - used > NOISE; i++) {
			before = used;
			used = collected();
		}
		return used;
	}

	private static long collected() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	/**
	 * Returns by how many bytes the heap is fuller after {@code making}, and keeps what
	 * that returns until then.
	 */
	public static long of(Callable<Object> making) throws Exception {
		long before = now();
		Object made = making.call();
		try {
			return now() - before;
		}
		finally {
			Reference.reachabilityFence(made);
		}
	}

}
