package dev.honeyrelay.results;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

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
import dev.honeyrelay.response.Representation;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.run.RunQuery;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions about runs: from the store while an answer is fresh, else from
 * HoneyHive, else with a stale answer that stands in.
 */
public final class Results {

	private static final String STALE_IF_ERROR = "stale-if-error";

	private static final Outage TIMED_OUT = Outage.of(Outage.Kind.TIMEOUT);

	private final ResponseCache cache;

	private final FreshnessPolicy policy;

	private final UpstreamFetcher fetcher;

	private final ResultSpans spans;

	private final InstantSource time;

	private final List<BiConsumer<ProjectName, RunId>> purges = new CopyOnWriteArrayList<>();

	Results(ResponseCache cache, FreshnessPolicy policy, UpstreamFetcher fetcher, ResultSpans spans,
			InstantSource time) {
		this.cache = cache;
		this.policy = policy;
		this.fetcher = fetcher;
		this.spans = spans;
		this.time = time;
	}

	/** Returns what there is to say to {@code query}, after waiting if need be. */
	public Answer answer(RunQuery query) {
		return answer(query, Places.unlimited());
	}

	/**
	 * Returns the same, except that a call that would have to start a trip takes one of
	 * {@code places}. Joining a trip, or having a stored answer refreshed, takes none. A
	 * thread that is interrupted waits no longer, and stays interrupted.
	 */
	public Answer answer(RunQuery query, Places places) {
		StoredResponse stored = this.spans.lookUp(query, () -> this.cache.lookup(query));
		if (stored == null) {
			return ask(query, null, places);
		}
		Instant now = this.time.instant();
		Answer atOnce = servedAtOnce(query, stored, now, (_) -> true);
		if (atOnce != null) {
			return atOnce;
		}
		return (this.policy.freshnessOf(stored, now) == Freshness.STALE) ? revalidate(query, stored, now, places)
				: ask(query, stored, places);
	}

	/**
	 * Returns what {@link #answer} would say at once, or {@code null} if it would have to
	 * wait for HoneyHive. There is nothing to close: the memory of it is the store's own.
	 * @param admitted is asked once there is an answer, with its bytes, before anything
	 * is counted or refreshed; if it says no, the result is {@code null}
	 */
	public Answer.@Nullable Content answerAtOnce(RunQuery query, Predicate<Representation> admitted) {
		StoredResponse stored = this.cache.lookup(query);
		return (stored != null) ? servedAtOnce(query, stored, this.time.instant(), admitted) : null;
	}

	/** Returns whether asking {@code query} failed a moment ago. */
	public boolean failedRecently(RunQuery query) {
		return this.fetcher.recentFailure(query) != null;
	}

	/**
	 * Returns what HoneyHive says to {@code query}, for one who keeps an older answer
	 * that may stand in: it is waited for no longer than where a stale answer is stored.
	 * @param afterwards takes what HoneyHive says after that, and closes it
	 */
	public Answer answerAnew(RunQuery query, Places places, Consumer<Answer> afterwards) {
		Handle<FetchResult> handle = this.fetcher.forward(query, null, places);
		if (handle == null) {
			return new Answer.Limited(places.count());
		}
		Answer late = new Answer.Unavailable(TIMED_OUT, false);
		CompletableFuture<Answer> answer = handle.outcome()
			.thenApply((result) -> answerFrom(result, handle, null))
			.exceptionally((_) -> new Answer.Unavailable(Outage.of(Outage.Kind.OVERLOADED), false));
		Answer inTime = answer.copy()
			.completeOnTimeout(late, this.policy.staleWait().toMillis(), TimeUnit.MILLISECONDS)
			.join();
		if (inTime.equals(late)) {
			this.fetcher.failed(query, TIMED_OUT);
			CompletableFuture<Void> _ = answer.thenAccept(afterwards);
		}
		return inTime;
	}

	/** Forgets every answer that involves {@code run}, those under way included. */
	public void purge(ProjectName project, RunId run) {
		this.cache.purge(project, run, this.time.instant());
		forget(project, run);
	}

	/**
	 * Calls {@code reaction} with each run that is purged, here or on another replica.
	 */
	public void whenPurged(BiConsumer<ProjectName, RunId> reaction) {
		this.purges.add(reaction);
	}

	/** Forgets what is not in the store about {@code run}, which is purged. */
	void forget(ProjectName project, RunId run) {
		this.fetcher.detach(project, run);
		this.purges.forEach((reaction) -> reaction.accept(project, run));
	}

	private Answer.@Nullable Content servedAtOnce(RunQuery query, StoredResponse stored, Instant now,
			Predicate<Representation> admitted) {
		Freshness freshness = this.policy.freshnessOf(stored, now);
		if (!freshness.isServed() || !admitted.test(stored.representation())) {
			return null;
		}
		return switch (freshness) {
			case FRESH -> hit(stored, now, null);
			case AGEING -> answerAndRefresh(query, stored, hit(stored, now, null));
			case REVALIDATING -> answerAndRefresh(query, stored, hit(stored, now, "stale-while-revalidate"));
			case STALE, EXPIRED -> null;
		};
	}

	private Answer ask(RunQuery query, @Nullable StoredResponse expired, Places places) {
		Handle<FetchResult> handle = this.fetcher.forward(query, expired, places);
		return (handle != null) ? awaitAnswer(handle, query, expired) : new Answer.Limited(places.count());
	}

	private Answer revalidate(RunQuery query, StoredResponse stale, Instant now, Places places) {
		Outage recent = this.fetcher.recentFailure(query);
		if (recent != null && this.policy.mayStandIn(stale, recent, now)) {
			return hit(stale, now, STALE_IF_ERROR);
		}
		Handle<FetchResult> handle = this.fetcher.forward(query, stale, places);
		return (handle != null) ? awaitAnswer(handle, query, stale) : standIn(stale, Outage.of(Outage.Kind.OVERLOADED));
	}

	private Answer awaitAnswer(Handle<FetchResult> handle, RunQuery query, @Nullable StoredResponse held) {
		Answer answer = null;
		try {
			answer = answerInTime(handle, query, held);
			return answer;
		}
		finally {
			if (answer == null) {
				handle.close();
			}
		}
	}

	private Answer answerInTime(Handle<FetchResult> handle, RunQuery query, @Nullable StoredResponse held) {
		try {
			FetchResult result = awaitResult(handle, query, held);
			return (result != null) ? answerOf(query, result, handle, held) : answerAfterStaleWait(handle, query);
		}
		catch (ExecutionException ex) {
			// A trip ends with an outcome; this one could not begin.
			return standIn(this.cache.lookup(query), Outage.of(Outage.Kind.OVERLOADED));
		}
		catch (InterruptedException ex) {
			handle.close();
			Thread.currentThread().interrupt();
			return standIn(held, TIMED_OUT);
		}
	}

	// Returns null if HoneyHive takes so long that a stale answer stands in.
	private @Nullable FetchResult awaitResult(Handle<FetchResult> handle, RunQuery query, @Nullable StoredResponse held)
			throws ExecutionException, InterruptedException {
		if (held == null && !this.cache.isShared()) {
			// Nothing can stand in, so there is no reason to stop waiting early; and a
			// timer would be a tenth of what a miss costs.
			return handle.outcome().get();
		}
		try {
			return handle.outcome().get(this.policy.staleWait().toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			StoredResponse stale = this.cache.lookup(query);
			boolean standsIn = stale != null && this.policy.mayStandIn(stale, TIMED_OUT, this.time.instant());
			return standsIn ? null : handle.outcome().get();
		}
	}

	private Answer answerAfterStaleWait(Handle<FetchResult> handle, RunQuery query) {
		handle.close();
		this.fetcher.failed(query, TIMED_OUT);
		return standIn(this.cache.lookup(query), TIMED_OUT);
	}

	// Before it failed, the trip may have found a stale answer in the shared level; or a
	// purge may have taken away the one that was here.
	private Answer answerOf(RunQuery query, FetchResult result, Handle<FetchResult> handle,
			@Nullable StoredResponse held) {
		return answerFrom(result, handle, (result instanceof FetchResult.Failed) ? this.cache.lookup(query) : held);
	}

	private Answer.Content answerAndRefresh(RunQuery query, StoredResponse stored, Answer.Content answer) {
		if (this.fetcher.recentFailure(query) == null) {
			Handle<FetchResult> handle = this.fetcher.forward(query, stored);
			if (!handle.collapsed()) {
				this.fetcher.metrics().refreshed();
			}
			handle.close();
		}
		return answer;
	}

	private Answer answerFrom(FetchResult result, Handle<FetchResult> handle, @Nullable StoredResponse stale) {
		// Only what was fetched takes memory that is not the store's, so only that is
		// given back.
		return switch (result) {
			case FetchResult.Fetched(FetchedResponse seen, ChangeHistory history, NotStoredReason veto, Lease _) ->
				new Answer.Content(seen.representation(), null, forwarded(stale, handle.collapsed(), veto),
						history.unchangedFor(seen), null, handle::close);
			case FetchResult.Confirmed(FetchedResponse seen, ChangeHistory history, NotStoredReason veto) ->
				new Answer.Content(seen.representation(), this.policy.ageOf(seen, this.time.instant()),
						new CacheStatus.Revalidated(handle.collapsed(), veto), history.unchangedFor(seen));
			case FetchResult.Found(StoredResponse stored) -> found(stored, stale);
			case FetchResult.Recalled(StoredResponse stored) -> hit(stored, this.time.instant(), null);
			case FetchResult.Missing() -> new Answer.RunNotFound();
			case FetchResult.Refused(String message) -> new Answer.Rejected(message);
			case FetchResult.Failed(Outage outage) -> standIn(stale, outage);
		};
	}

	// An answer of the store like any other. If it was stale as soon as it came, the
	// caller is served as one of those who shared the trip.
	private Answer.Content found(StoredResponse stored, @Nullable StoredResponse stale) {
		Instant now = this.time.instant();
		if (stored.timeToLiveAt(now).isPositive()) {
			return hit(stored, now, null);
		}
		return new Answer.Content(stored.representation(), null, forwarded(stale, true, null), stored.unchangedFor());
	}

	static CacheStatus forwarded(@Nullable StoredResponse stale, boolean collapsed, @Nullable NotStoredReason veto) {
		return (stale != null) ? new CacheStatus.Refetched(collapsed, veto) : new CacheStatus.Miss(collapsed, veto);
	}

	Answer standIn(@Nullable StoredResponse stale, Outage outage) {
		Instant now = this.time.instant();
		if (stale == null || !this.policy.mayStandIn(stale, outage, now)) {
			return new Answer.Unavailable(outage, stale != null && this.policy.wouldStandIn(stale, outage, now));
		}
		if (!outage.wasAsked()) {
			return hit(stale, now, STALE_IF_ERROR);
		}
		return new Answer.Content(stale.representation(), this.policy.ageOf(stale.seen(), now),
				new CacheStatus.StandIn(outage.status(), stale.timeToLiveAt(now), detailOf(outage)),
				stale.unchangedFor());
	}

	static String detailOf(Outage outage) {
		return (outage.kind() == Outage.Kind.TIMEOUT) ? "timeout" : STALE_IF_ERROR;
	}

	Answer.Content hit(StoredResponse stored, Instant now, @Nullable String detail) {
		return new Answer.Content(stored.representation(), this.policy.ageOf(stored.seen(), now),
				new CacheStatus.Hit(stored.timeToLiveAt(now), detail), stored.unchangedFor());
	}

}
