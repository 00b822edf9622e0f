package dev.honeyrelay.results;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import dev.honeyrelay.cache.ChangeHistory;
import dev.honeyrelay.cache.Freshness;
import dev.honeyrelay.cache.FreshnessPolicy;
import dev.honeyrelay.cache.RequestCollapser.Handle;
import dev.honeyrelay.cache.ResponseCache;
import dev.honeyrelay.cache.StoredResponse;
import dev.honeyrelay.memory.ByteBudget.Lease;
import dev.honeyrelay.response.FetchedResponse;
import dev.honeyrelay.response.NotStoredReason;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.response.Places;
import dev.honeyrelay.results.Look.Kept;
import dev.honeyrelay.results.Look.Seen;
import dev.honeyrelay.run.RunQuery;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what HoneyHive says now, though a fresh answer may be stored: with the trips
 * that all others share, and not where somebody has just done so.
 */
public final class Looks {

	private final ResponseCache cache;

	private final FreshnessPolicy policy;

	private final UpstreamFetcher fetcher;

	private final Results results;

	private final SeenAnswers seenAnswers;

	private final InstantSource time;

	// What is not stored takes memory while others wait for a later answer. Where there
	// is no room, it is asked for once more when their wait is over.
	private final AtomicLong roomForKept;

	/** Creates looks that keep at most {@code mostKept} bytes of answers not stored. */
	Looks(ResponseCache cache, FreshnessPolicy policy, UpstreamFetcher fetcher, Results results, InstantSource time,
			long mostKept) {
		this.cache = cache;
		this.policy = policy;
		this.fetcher = fetcher;
		this.results = results;
		this.seenAnswers = fetcher.seenAnswers();
		this.time = time;
		this.roomForKept = new AtomicLong(mostKept);
	}

	/**
	 * Looks at the answer to {@code query}. May take a moment where there is a shared
	 * level; what HoneyHive is asked for comes later.
	 * @param before the last sight of it, or {@code null}: then a fresh answer will do
	 * @param period for how long no other replica needs to look
	 * @param places one of them is taken for a trip
	 */
	public CompletableFuture<Look> look(RunQuery query, @Nullable Seen before, Duration period, Places places) {
		Instant now = this.time.instant();
		StoredResponse held = this.cache.lookup(query);
		if (held != null && isNews(held, before, now)) {
			return CompletableFuture.completedFuture(stored(query, held));
		}
		if (this.cache.isShared()) {
			StoredResponse recalled = this.cache.recall(query, held, now);
			if (recalled != null && isNews(recalled, before, now)) {
				return CompletableFuture.completedFuture(stored(query, recalled));
			}
			Duration claimed = this.cache.claim(query, period);
			if (claimed != null) {
				return CompletableFuture.completedFuture(new Look.Omitted(claimed));
			}
			held = recalled;
		}
		Handle<FetchResult> handle = this.fetcher.forward(query, held, places);
		if (handle == null) {
			return CompletableFuture.completedFuture(new Look.Omitted(null));
		}
		boolean wasHeld = held != null;
		return handle.outcome()
			.handle((result, failure) -> (result != null) ? lookOf(query, result, handle, wasHeld)
					: new Look.Failed(Outage.of(Outage.Kind.OVERLOADED)));
	}

	/**
	 * Follows what all readers see of the answer to {@code query}, until the result is
	 * closed: it is still for those who wait only if it was for all.
	 */
	public Watch watch(RunQuery query) {
		return this.seenAnswers.watch(query);
	}

	/**
	 * Returns what there is to say to {@code query} when a wait is over, without asking
	 * HoneyHive if there is anything.
	 * @param last what came of the last look, or {@code null} if none has come back
	 * @param seen the last sight of the answer, or {@code null}
	 * @param own whether it came back after the wait had begun, so that it answers this
	 * request whatever HoneyHive says of later ones
	 */
	public Answer answer(RunQuery query, @Nullable Look last, @Nullable Seen seen, boolean own, Places places) {
		return switch (last) {
			case Look.Missing() -> new Answer.RunNotFound();
			case Look.Refused(String message) -> new Answer.Rejected(message);
			case Look.Failed(Outage outage) -> failed(query, outage, own ? seen : null);
			case Seen _, Look.Omitted _ -> newest(query, seen, own, places);
			case null -> newest(query, seen, own, places);
		};
	}

	private Answer failed(RunQuery query, Outage outage, @Nullable Seen own) {
		StoredResponse stored = this.cache.lookup(query);
		Instant now = this.time.instant();
		if (stored != null && stored.timeToLiveAt(now).isPositive()) {
			return this.results.hit(stored, now, null);
		}
		Answer standIn = this.results.standIn(stored, outage);
		if (standIn instanceof Answer.Content || own == null) {
			return standIn;
		}
		String detail = Results.detailOf(outage);
		if (stored != null && isNewest(stored, own)) {
			return new Answer.Content(stored.representation(), this.policy.ageOf(stored.seen(), now),
					new CacheStatus.StandIn(outage.status(), stored.timeToLiveAt(now), detail), stored.unchangedFor());
		}
		Answer.Content kept = keptBy(query, own,
				(age) -> new CacheStatus.StandIn(outage.status(), age.negated(), detail));
		return (kept != null) ? kept : standIn;
	}

	private Answer newest(RunQuery query, @Nullable Seen seen, boolean own, Places places) {
		StoredResponse stored = this.cache.lookup(query);
		if (stored == null) {
			Answer.Content kept = (seen != null && (own || seen.unchangedFor() == null)) ? keptBy(query, seen, null)
					: null;
			return (kept != null) ? kept : this.results.answer(query, places);
		}
		Instant now = this.time.instant();
		if (stored.timeToLiveAt(now).isPositive()) {
			return this.results.hit(stored, now, null);
		}
		boolean newest = own && isNewest(stored, seen);
		if (this.policy.againstStale(stored.seen()) != null && !newest) {
			return this.results.answer(query, places);
		}
		if (newest && !this.cache.isOutdated(query, stored.seen())) {
			return new Answer.Content(stored.representation(), this.policy.ageOf(stored.seen(), now),
					new CacheStatus.Refetched(true, null), stored.unchangedFor());
		}
		// HoneyHive has been asked, and there is no time left.
		Answer standIn = this.results.standIn(stored, Outage.of(Outage.Kind.TIMEOUT));
		return (standIn instanceof Answer.Content) ? standIn : this.results.answer(query, places);
	}

	private static boolean isNewest(StoredResponse stored, @Nullable Seen seen) {
		return seen != null && !stored.seen().askedAt().isBefore(seen.askedAt());
	}

	private Answer.@Nullable Content keptBy(RunQuery query, Seen seen,
			@Nullable Function<Duration, CacheStatus> standingIn) {
		Kept kept = seen.kept();
		if (kept == null || this.cache.isPurgedSince(query, seen.askedAt())
				|| this.seenAnswers.isSuperseded(query, kept.seen()) || !kept.use()) {
			return null;
		}
		Duration age = this.policy.ageOf(kept.seen(), this.time.instant());
		CacheStatus status = (standingIn != null) ? standingIn.apply(age) : this.cache.isOutdated(query, kept.seen())
				? new CacheStatus.StandIn(null, age.negated(), "timeout") : kept.status();
		return new Answer.Content(kept.seen().representation(), age, status, seen.unchangedFor(), null, kept::release);
	}

	private boolean isNews(StoredResponse held, @Nullable Seen before, Instant now) {
		if (before != null) {
			return held.seen().askedAt().isAfter(before.askedAt());
		}
		Freshness freshness = this.policy.freshnessOf(held, now);
		return freshness == Freshness.FRESH || freshness == Freshness.AGEING;
	}

	private Look lookOf(RunQuery query, FetchResult result, Handle<FetchResult> handle, boolean wasHeld) {
		Look look = switch (result) {
			case FetchResult.Fetched(FetchedResponse seen, ChangeHistory history, NotStoredReason veto, Lease _) -> {
				CacheStatus status = wasHeld ? new CacheStatus.Refetched(true, veto) : new CacheStatus.Miss(true, veto);
				yield seen(seen, history, veto, status, handle);
			}
			case FetchResult.Confirmed(FetchedResponse seen, ChangeHistory history, NotStoredReason veto) ->
				seen(seen, history, veto, new CacheStatus.Revalidated(true, veto), handle);
			case FetchResult.Found(StoredResponse found) -> stored(query, found);
			case FetchResult.Recalled(StoredResponse recalled) -> stored(query, recalled);
			case FetchResult.Missing() -> new Look.Missing();
			case FetchResult.Refused(String message) -> new Look.Refused(message);
			case FetchResult.Failed(Outage outage) -> new Look.Failed(outage);
		};
		if (!(look instanceof Seen(Instant _, Duration _, Kept kept) && kept != null)) {
			handle.close();
		}
		return look;
	}

	private Look seen(FetchedResponse seen, ChangeHistory history, @Nullable NotStoredReason veto, CacheStatus status,
			Handle<FetchResult> handle) {
		if (veto == NotStoredReason.PURGED) {
			return new Look.Omitted(null);
		}
		return new Seen(seen.askedAt(), history.unchangedFor(seen), (veto != null) ? kept(seen, status, handle) : null);
	}

	private @Nullable Kept kept(FetchedResponse seen, CacheStatus status, Handle<FetchResult> handle) {
		long bytes = seen.representation().keptBytes();
		if (this.roomForKept.addAndGet(-bytes) < 0) {
			this.roomForKept.addAndGet(bytes);
			return null;
		}
		return new Kept(seen, status, () -> {
			this.roomForKept.addAndGet(bytes);
			handle.close();
		});
	}

	private Seen stored(RunQuery query, StoredResponse stored) {
		this.seenAnswers.sawStored(query, stored.seen(), stored.stillness());
		return new Seen(stored.seen().askedAt(), stored.unchangedFor(), null);
	}

	/**
	 * Somebody's following of an answer.
	 */
	@FunctionalInterface
	public interface Watch extends AutoCloseable {

		@Override
		void close();

	}

}
