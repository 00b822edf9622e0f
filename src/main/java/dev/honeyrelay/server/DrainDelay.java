package dev.honeyrelay.server;

import java.util.concurrent.locks.LockSupport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Says that the end has begun, so that no connection is kept, and goes on answering for a
 * moment after readiness is off, so that load balancers have noticed before the first
 * connection is refused.
 */
@Component
final class DrainDelay implements SmartLifecycle {

	private static final Logger log = LoggerFactory.getLogger(DrainDelay.class);

	private final CallerProperties properties;

	private final ConnectionLimits limits;

	private volatile boolean running;

	DrainDelay(CallerProperties properties, ConnectionLimits limits) {
		this.properties = properties;
		this.limits = limits;
	}

	@Override
	public void start() {
		this.running = true;
		this.limits.setClosing(false);
	}

	@Override
	public void stop() {
		this.running = false;
		this.limits.setClosing(true);
		log.atInfo().addKeyValue("drain_s", this.properties.drainDelay().toMillis() / 1000.0).log("shutting down");
		long end = System.nanoTime() + this.properties.drainDelay().toNanos();
		for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
			LockSupport.parkNanos(this, left);
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/** Stops before everything else, the web server above all. */
	@Override
	public int getPhase() {
		return Integer.MAX_VALUE;
	}

}
