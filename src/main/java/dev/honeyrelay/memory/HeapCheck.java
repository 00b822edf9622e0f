package dev.honeyrelay.memory;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Collectors;

import com.sun.management.OperatingSystemMXBean;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Lets no start succeed whose settings allow more than the heap can hold: better then
 * than under load.
 */
@Component
final class HeapCheck implements SmartInitializingSingleton {

	// Classes, settings, meters, threads and buffers: what a relay holds that has been at
	// work and has nothing to remember.
	private static final HeapShare APPLICATION = new HeapShare("the application itself", null, 40L * 1024 * 1024);

	// Beside the heap: the JVM with its AOT cache, compiled code, classes, threads and
	// what
	// the sockets' buffers take. Netty's own buffers are in the heap.
	private static final long BESIDE_HEAP = 150L * 1024 * 1024;

	private final List<HeapShare> shares;

	HeapCheck(List<HeapShare> shares) {
		this.shares = shares;
	}

	/**
	 * Adds everything up.
	 * @throws IllegalArgumentException if it is more than the heap, in one sentence with
	 * the numbers
	 */
	@Override
	public void afterSingletonsInstantiated() {
		check(Heap.size());
		checkProcess(Heap.size(), machine());
	}

	/**
	 * Adds up what a process with a heap of {@code heap} bytes takes where there are
	 * {@code memory}.
	 * @throws IllegalArgumentException if it is more, in one sentence with the numbers
	 */
	static void checkProcess(long heap, long memory) {
		if (heap + BESIDE_HEAP > memory) {
			throw new IllegalArgumentException("A heap of " + megabytes(heap) + ", and " + megabytes(BESIDE_HEAP)
					+ " that the process takes beside it, do not fit the " + megabytes(memory)
					+ " of the container or machine: give it more, or set a smaller -Xmx.");
		}
	}

	// What the container may take, where there is one.
	private static long machine() {
		return (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system)
				? system.getTotalMemorySize() : Long.MAX_VALUE;
	}

	/**
	 * Adds everything up for a heap of {@code bytes}.
	 * @throws IllegalArgumentException if it is more, in one sentence with the numbers
	 */
	void check(long bytes) {
		long settings = sum(true);
		long others = sum(false);
		if (settings + others > bytes) {
			throw new IllegalArgumentException(this.shares.stream()
				.filter((share) -> share.setting() != null)
				.map((share) -> share.setting() + " (" + megabytes(share.bytes()) + ")")
				.collect(Collectors.joining(" and ")) + " do not fit the heap of " + megabytes(bytes) + ": "
					+ megabytes(others) + " are for everything else.");
		}
	}

	private long sum(boolean set) {
		long sum = set ? 0 : APPLICATION.bytes();
		for (HeapShare share : this.shares) {
			sum += ((share.setting() != null) == set) ? share.bytes() : 0;
		}
		return sum;
	}

	private static String megabytes(long bytes) {
		return bytes / (1024 * 1024) + " MB";
	}

}
