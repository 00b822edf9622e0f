package dev.honeyrelay.cache.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Keeps the shared level connected, in the background: neither the start nor a request
 * waits for it. It logs once when the shared level goes, and once when it comes back.
 */
final class RedisReconnector implements SmartLifecycle {

	private static final Logger log = LoggerFactory.getLogger(RedisReconnector.class);

	private static final Duration SHORTEST_PAUSE = Duration.ofMillis(500);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

	private static final Duration LONGEST_END = Duration.ofSeconds(2);

	private final RedisCircuit circuit;

	private final RedisConnector connector;

	private final RedisWriter writer;

	private final AtomicBoolean saidDown = new AtomicBoolean();

	private volatile List<Thread> threads = List.of();

	private volatile CountDownLatch ended = new CountDownLatch(0);

	private Duration pause = SHORTEST_PAUSE;

	private long upSince;

	RedisReconnector(RedisCircuit circuit, RedisConnector connector, RedisWriter writer) {
		this.circuit = circuit;
		this.connector = connector;
		this.writer = writer;
		circuit.whenDown(this::sayDown);
	}

	@Override
	public void start() {
		this.ended = new CountDownLatch(1);
		this.threads = List.of(Thread.ofVirtual().name("shared-writer").start(this.writer::run),
				Thread.ofVirtual().name("shared-keeper").start(this::keep));
	}

	/**
	 * Stops after the last request has been answered and its events have been published.
	 */
	@Override
	public void stop() {
		this.ended.countDown();
		this.writer.end();
		try {
			// The connections end after this, so nobody should be making one.
			for (Thread thread : this.threads) {
				if (!thread.join(LONGEST_END)) {
					thread.interrupt();
					thread.join(LONGEST_END);
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public int getPhase() {
		return WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE - 1;
	}

	@Override
	public boolean isRunning() {
		return this.ended.getCount() > 0;
	}

	private void keep() {
		try {
			do {
				look();
			}
			while (!this.ended.await(this.pause.toNanos(), TimeUnit.NANOSECONDS));
		}
		catch (InterruptedException ex) {
			// The end, while it waited.
		}
		finally {
			this.connector.close();
		}
	}

	private void look() throws InterruptedException {
		if (!this.circuit.isUp()) {
			restore();
		}
		else if (System.nanoTime() - this.upSince > LONGEST_PAUSE.toNanos()) {
			this.pause = SHORTEST_PAUSE;
		}
		this.writer.retry();
	}

	private void restore() throws InterruptedException {
		try {
			var connection = this.connector.connect();
			// Said before anybody can find that it is down again.
			this.saidDown.set(false);
			log.info("shared level in use");
			this.circuit.up(connection);
			this.upSince = System.nanoTime();
			// If the connection does not last, the next attempt waits longer.
			this.pause = (this.pause.compareTo(LONGEST_PAUSE) < 0) ? this.pause.multipliedBy(2) : LONGEST_PAUSE;
		}
		catch (RuntimeException | ExecutionException | TimeoutException ex) {
			sayDown(ex);
		}
	}

	private void sayDown(Throwable failure) {
		if (isRunning() && !this.saidDown.getAndSet(true)) {
			log.atWarn().addKeyValue("cause", RedisCircuit.describe(failure)).log("shared level unavailable");
		}
	}

}
