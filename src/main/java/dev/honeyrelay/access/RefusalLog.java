package dev.honeyrelay.access;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator why credentials are refused that are neither missing nor unknown: a
 * few lines a minute for each reason, however many there are.
 */
final class RefusalLog {

	private static final Logger log = LoggerFactory.getLogger(RefusalLog.class);

	private static final int LINES = 10;

	private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

	private final Map<RefusalReason, Window> windows = new ConcurrentHashMap<>();

	private final LongSupplier nanoTime;

	RefusalLog(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/** Tells of one refusal for {@code reason}, unless enough have been told of. */
	void tell(RefusalReason reason) {
		long now = this.nanoTime.getAsLong();
		Window window = this.windows.merge(reason, new Window(now, 1), (old, begun) -> old.next(now));
		if (window.refusals() <= LINES) {
			log.atInfo().addKeyValue("reason", reason.label()).log("credential refused");
		}
	}

	/**
	 * The refusals of one minute.
	 *
	 * @param start when it began, as the clock tells it
	 * @param refusals how many there were, counted no further than one beyond the limit
	 */
	private record Window(long start, int refusals) {

		Window next(long now) {
			return (now - this.start >= MINUTE) ? new Window(now, 1)
					: new Window(this.start, Math.min(this.refusals + 1, LINES + 1));
		}

	}

}
