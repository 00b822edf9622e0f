package dev.honeyrelay.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/**
 * Has whoever logs wait while the console is behind, on a virtual thread only and before
 * any lock is taken: the container's threads never wait. Lines that tell of requests wait
 * soon, since they are as many as callers like; the others are few, and have more room.
 */
final class ConsoleRoom extends Filter<ILoggingEvent> {

	private static final String AUDIT = "dev.honeyrelay.audit";

	private static final int MOST_OF_OTHERS = 16 * Batches.MOST;

	private final Batches batches;

	ConsoleRoom(Batches batches) {
		this.batches = batches;
	}

	@Override
	public FilterReply decide(ILoggingEvent event) {
		if (this.batches.isBehind() && Thread.currentThread().isVirtual()) {
			this.batches.awaitRoom(AUDIT.equals(event.getLoggerName()) ? Batches.MOST : MOST_OF_OTHERS);
		}
		return FilterReply.NEUTRAL;
	}

}
