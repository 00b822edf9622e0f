package dev.honeyrelay.upstream.wire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.memory.ByteBudget.Lease;
import dev.honeyrelay.upstream.UpstreamOutcome;
import dev.honeyrelay.upstream.UpstreamOutcome.Answered;
import org.jspecify.annotations.Nullable;

/**
 * The leases of everything that is read on one trip. However the trip ends, all of them
 * are given back except that of the answer which is its outcome.
 */
public final class TripMemory implements AutoCloseable {

	private final ByteBudget inFlight;

	private final List<Lease> leases = new ArrayList<>(2);

	public TripMemory(ByteBudget inFlight) {
		this.inFlight = inFlight;
	}

	/**
	 * Returns a lease to ask with, which ends with the trip: of nothing yet, unless
	 * others wait for bytes. Then it waits for some after them, and returns {@code null}
	 * if there are none within {@code limit}, or so late that the answer could not come
	 * within it.
	 */
	@Nullable Lease lease(Duration limit) {
		return keep(() -> this.inFlight.enter(limit));
	}

	/**
	 * Returns a lease of as many bytes as {@code refused} may need, which ends with the
	 * trip, after waiting for them: after those who wait already, or before them if it
	 * has waited with them and got too few. Returns {@code null} if there are none within
	 * {@code limit}, or so late that the answer could not come within it.
	 */
	@Nullable Lease larger(Lease refused, Duration limit) {
		long bytes = refused.wanted();
		Duration patience = this.inFlight.patience(limit);
		return keep(() -> refused.hasWaited() ? this.inFlight.awaitFirst(bytes, patience)
				: this.inFlight.await(bytes, patience));
	}

	/** Notes that the answer has come whole for which there is that lease. */
	void arrived(Lease lease) {
		this.inFlight.arrived(lease);
		lease.trim();
	}

	private @Nullable Lease keep(Wait wait) {
		try {
			Lease lease = wait.end();
			if (lease != null) {
				this.leases.add(lease);
			}
			return lease;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return null;
		}
	}

	/**
	 * Returns {@code outcome}. If it has an answer, that answer's lease outlives the
	 * trip.
	 */
	public UpstreamOutcome keep(UpstreamOutcome outcome) {
		if (outcome instanceof Answered answered) {
			this.leases.remove(answered.lease());
		}
		return outcome;
	}

	@Override
	public void close() {
		this.leases.forEach(Lease::close);
	}

	/**
	 * Some waiting for bytes.
	 */
	@FunctionalInterface
	private interface Wait {

		@Nullable Lease end() throws InterruptedException;

	}

}
