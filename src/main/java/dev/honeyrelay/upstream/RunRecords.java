package dev.honeyrelay.upstream;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import dev.honeyrelay.memory.ByteBudget.Lease;
import dev.honeyrelay.response.FetchedResponse;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.upstream.UpstreamOutcome.Answered;
import dev.honeyrelay.upstream.UpstreamOutcome.NotFound;
import dev.honeyrelay.upstream.UpstreamOutcome.NotModified;
import org.jspecify.annotations.Nullable;

/**
 * Reads the runs' own records before an answer that does not say whether it is settled.
 * What is not read counts as unsettled.
 */
final class RunRecords {

	private final Function<RunId, UpstreamOutcome> record;

	private boolean settled = true;

	private @Nullable Instant askedAt;

	private @Nullable Instant touchedAt;

	private final List<RunId> missing = new ArrayList<>();

	RunRecords(Function<RunId, UpstreamOutcome> record) {
		this.record = record;
	}

	/** Reads the records of {@code runs} until one is not settled. */
	RunRecords read(List<RunId> runs) {
		for (RunId run : runs) {
			take(run, this.record.apply(run));
			if (!this.settled) {
				break;
			}
		}
		return this;
	}

	/** Returns {@code outcome} with what the records say. */
	UpstreamOutcome applyTo(UpstreamOutcome outcome) {
		return switch (outcome) {
			case Answered(FetchedResponse seen, List<RunId> _, Lease lease) ->
				new Answered(new FetchedResponse(seen.representation(), seen.fingerprint(), this.settled,
						(this.askedAt != null) ? this.askedAt : seen.askedAt(), this.touchedAt, seen.directives(),
						seen.validator()), List.copyOf(this.missing), lease);
			case NotModified confirmed ->
				new NotModified(this.settled, (this.askedAt != null) ? this.askedAt : confirmed.askedAt(),
						this.touchedAt, confirmed.directives());
			default -> outcome;
		};
	}

	private void take(RunId run, UpstreamOutcome outcome) {
		this.settled = false;
		if (outcome instanceof Answered(FetchedResponse seen, List<RunId> _, Lease lease)) {
			lease.close();
			this.settled = seen.settled();
			this.askedAt = (this.askedAt != null) ? this.askedAt : seen.askedAt();
			this.touchedAt = later(this.touchedAt, seen.touchedAt());
		}
		else if (outcome instanceof NotFound(boolean trusted) && trusted) {
			this.missing.add(run);
		}
	}

	private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
		if (one == null || other == null) {
			return (one != null) ? one : other;
		}
		return one.isAfter(other) ? one : other;
	}

}
