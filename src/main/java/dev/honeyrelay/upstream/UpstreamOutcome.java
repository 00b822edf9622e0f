package dev.honeyrelay.upstream;

import java.time.Instant;
import java.util.List;

import dev.honeyrelay.memory.ByteBudget.Lease;
import dev.honeyrelay.response.Directives;
import dev.honeyrelay.response.FetchedResponse;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.run.RunId;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can come of asking HoneyHive. Callers switch over it; there is no
 * default arm.
 */
public sealed interface UpstreamOutcome {

	/** Returns the word for it in meters and traces. */
	default String label() {
		return switch (this) {
			case Answered _ -> "answered";
			case NotModified _ -> "not-modified";
			case NotFound _ -> "not-found";
			case Rejected _ -> "rejected";
			case Unavailable(Outage outage) -> outage.kind().label();
		};
	}

	/**
	 * HoneyHive answered in full.
	 *
	 * @param seen its answer
	 * @param missing the runs whose own record, asked for on the same trip, is not found
	 * @param lease the bytes that it takes; whoever gets this outcome gives them back
	 */
	record Answered(FetchedResponse seen, List<RunId> missing, Lease lease) implements UpstreamOutcome {
	}

	/**
	 * The answer that the validator stands for is still the current one.
	 *
	 * @param settled whether every run in it is {@code completed}, or {@code null} if
	 * only the answer itself tells
	 * @param askedAt when the request went out
	 * @param touchedAt as {@link FetchedResponse#touchedAt()}, or {@code null} if nothing
	 * new is known
	 * @param directives what HoneyHive says about storing it now
	 */
	record NotModified(@Nullable Boolean settled, Instant askedAt, @Nullable Instant touchedAt,
			Directives directives) implements UpstreamOutcome {
	}

	/**
	 * HoneyHive says that there is no such run.
	 *
	 * @param trusted whether the key in use has read something before, so that the fault
	 * is not the key's
	 */
	record NotFound(boolean trusted) implements UpstreamOutcome {
	}

	/**
	 * HoneyHive understood the request and refused it; asking again will not help.
	 *
	 * @param message HoneyHive's reason, cleaned, or {@code null} if it gave none
	 */
	record Rejected(@Nullable String message) implements UpstreamOutcome {
	}

	/**
	 * HoneyHive could not be asked, or could not answer. A stored response may stand in.
	 *
	 * @param outage why
	 */
	record Unavailable(Outage outage) implements UpstreamOutcome {
	}

}
