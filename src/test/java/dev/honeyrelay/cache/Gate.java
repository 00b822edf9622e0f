package dev.honeyrelay.cache;

import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/**
 * Holds a trip up between HoneyHive's answer and its return, until a test has looked
 * around.
 */
public final class Gate {

	private final CountDownLatch reached = new CountDownLatch(1);

	private final CountDownLatch opened = new CountDownLatch(1);

	/** Returns {@code outcome}, but not before the gate is open. */
	public <T> T pass(T outcome) {
		this.reached.countDown();
		await(this.opened);
		return outcome;
	}

	/** Returns a trip to {@code outcome} that leads through this gate. */
	public <T> Supplier<T> before(T outcome) {
		return () -> pass(outcome);
	}

	/** Returns once a trip has come here. */
	public void awaitReached() {
		await(this.reached);
	}

	/** Lets through who waits and who will come. */
	public void open() {
		this.opened.countDown();
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
