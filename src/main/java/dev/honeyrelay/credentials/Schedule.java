package dev.honeyrelay.credentials;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs a task again and again, on one thread of its own that keeps no process alive.
 */
final class Schedule implements AutoCloseable {

	private final ScheduledExecutorService thread = Executors
		.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("credentials").factory());

	/** Runs {@code task} after each {@code pause}, until this is closed. */
	void every(Duration pause, Runnable task) {
		Future<?> _ = this.thread.scheduleWithFixedDelay(task, pause.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS);
	}

	@Override
	public void close() {
		this.thread.shutdownNow();
	}

}
