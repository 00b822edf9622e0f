package dev.honeyrelay.access.audit;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import dev.honeyrelay.credentials.Caller;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one line for each request that it is told of, on a logger of its own.
 */
public final class AuditLog {

	private static final Logger log = LoggerFactory.getLogger("dev.honeyrelay.audit");

	private final boolean enabled;

	private final LongSupplier nanoTime;

	private final BooleanSupplier crowded;

	/**
	 * Creates a log.
	 * @param crowded whether so many wait to tell something that nobody else should
	 */
	public AuditLog(AuditProperties properties, LongSupplier nanoTime, BooleanSupplier crowded) {
		this.enabled = properties.enabled();
		this.nanoTime = nanoTime;
		this.crowded = crowded;
	}

	/** Returns whether what is done now could not be told of for too long. */
	boolean isCrowded() {
		return this.enabled && this.crowded.getAsBoolean();
	}

	/** Returns the moment that durations are measured from. */
	public long now() {
		return this.nanoTime.getAsLong();
	}

	/**
	 * Tells that {@code caller} did {@code event}.
	 * @param means how the caller is known
	 * @param bytes how many bytes of content were sent
	 * @param nanos how long it took
	 */
	public void tell(String event, Caller caller, String means, AuditEntry entry, int status, long bytes, long nanos) {
		if (!this.enabled) {
			return;
		}
		long micros = nanos / 1000;
		entry.addTo(log.atInfo().addKeyValue("caller", caller.name()).addKeyValue("identified_by", means))
			.addKeyValue("status", status)
			.addKeyValue("bytes", bytes)
			.addKeyValue("duration_ms", micros / 1000.0)
			.log(event);
	}

}
