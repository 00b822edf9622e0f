package dev.honeyrelay.results;

import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import dev.honeyrelay.cache.ChangeHistory;
import dev.honeyrelay.cache.ResponseCache;
import dev.honeyrelay.response.FetchedResponse;
import dev.honeyrelay.response.Fingerprint;
import dev.honeyrelay.run.RunQuery;
import org.jspecify.annotations.Nullable;

/**
 * What all trips have seen of the answers that somebody waits for. What may not be stored
 * leaves no other trace, and one who waits must not call still what any other reader has
 * seen to change.
 */
final class SeenAnswers {

	private final ResponseCache cache;

	private final ConcurrentMap<RunQuery, State> watched = new ConcurrentHashMap<>();

	SeenAnswers(ResponseCache cache) {
		this.cache = cache;
	}

	/** Follows the answer to {@code query} until the result is closed. */
	Looks.Watch watch(RunQuery query) {
		this.watched.compute(query, (_, state) -> (state != null) ? state.joined() : new State(1, null, null, null));
		return () -> this.watched.computeIfPresent(query, (_, state) -> (state.watchers() > 1) ? state.left() : null);
	}

	/**
	 * Takes note that {@code seen} answers {@code query}, and is not stored.
	 * @param history what is known of it otherwise
	 * @return for how long it is known to say the same
	 */
	ChangeHistory saw(RunQuery query, FetchedResponse seen, ChangeHistory history) {
		State now = this.watched.computeIfPresent(query, (_, state) -> {
			boolean purged = state.askedAt() != null && this.cache.isPurgedSince(query, state.askedAt());
			return (purged ? state.fresh() : state).after(seen, history);
		});
		return (now != null && seen.askedAt().equals(now.askedAt()) && now.history() != null) ? now.history() : history;
	}

	/**
	 * Takes note that {@code seen} answers {@code query}, and that the store knows for
	 * how long it says the same.
	 */
	void sawStored(RunQuery query, FetchedResponse seen, ChangeHistory history) {
		this.watched.computeIfPresent(query,
				(_, state) -> state.isAfter(seen.askedAt()) ? state : state.seen(seen, history));
	}

	/** Takes note that there was no answer to {@code query} at {@code moment}. */
	void missed(RunQuery query, Instant moment) {
		this.watched.computeIfPresent(query, (_, state) -> new State(state.watchers(), moment, null, null));
	}

	/**
	 * Returns whether somebody has later seen another answer to {@code query} than
	 * {@code seen}, or none.
	 */
	boolean isSuperseded(RunQuery query, FetchedResponse seen) {
		State state = this.watched.get(query);
		return state != null && state.isAfter(seen.askedAt())
				&& (!seen.fingerprint().equals(state.fingerprint()) || (seen.settled() && state.history() == null));
	}

	/**
	 * The last that was seen.
	 *
	 * @param watchers how many follow it
	 * @param askedAt when it was asked for, or {@code null} if nothing was seen
	 * @param fingerprint what it said, or {@code null} if there was none
	 * @param history for how long it had said the same, or {@code null} if it was not
	 * settled or there was none
	 */
	private record State(int watchers, @Nullable Instant askedAt, @Nullable Fingerprint fingerprint,
			@Nullable ChangeHistory history) {

		State joined() {
			return new State(this.watchers + 1, this.askedAt, this.fingerprint, this.history);
		}

		State left() {
			return new State(this.watchers - 1, this.askedAt, this.fingerprint, this.history);
		}

		State fresh() {
			return new State(this.watchers, null, null, null);
		}

		boolean isAfter(Instant moment) {
			return this.askedAt != null && this.askedAt.isAfter(moment);
		}

		State seen(FetchedResponse seen, ChangeHistory how) {
			// Read now: what may still be read keeps the whole answer.
			seen.fingerprint().value();
			return new State(this.watchers, seen.askedAt(), seen.fingerprint(), seen.settled() ? how : null);
		}

		State after(FetchedResponse seen, ChangeHistory otherwise) {
			if (isAfter(seen.askedAt())) {
				return this;
			}
			if (this.askedAt == null) {
				return seen(seen, otherwise);
			}
			ChangeHistory known = seen.fingerprint().equals(this.fingerprint) ? this.history : null;
			return seen(seen, (known != null) ? known : ChangeHistory.changed(seen));
		}

	}

}
