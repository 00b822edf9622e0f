package dev.honeyrelay.results;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.honeyrelay.cache.ChangeHistory;
import dev.honeyrelay.cache.RequestCollapser;
import dev.honeyrelay.cache.RequestCollapser.Handle;
import dev.honeyrelay.cache.ResponseCache;
import dev.honeyrelay.cache.StoredResponse;
import dev.honeyrelay.memory.Heap;
import dev.honeyrelay.response.FetchedResponse;
import dev.honeyrelay.response.NotStoredReason;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.response.Places;
import dev.honeyrelay.response.UnexpectedFailure;
import dev.honeyrelay.run.Footprint;
import dev.honeyrelay.run.Operation;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.run.RunQuery;
import dev.honeyrelay.upstream.UpstreamOutcome;
import dev.honeyrelay.upstream.UpstreamOutcome.Answered;
import dev.honeyrelay.upstream.UpstreamOutcome.NotFound;
import dev.honeyrelay.upstream.UpstreamOutcome.NotModified;
import dev.honeyrelay.upstream.UpstreamOutcome.Rejected;
import dev.honeyrelay.upstream.UpstreamOutcome.Unavailable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes trips to HoneyHive, one at a time for equal queries, and stores their outcomes
 * before those who wait are told.
 */
final class UpstreamFetcher {

	private static final Logger log = LoggerFactory.getLogger(UpstreamFetcher.class);

	private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);

	// An outage with a status and a duration.
	private static final int FAILURE = 3 * Footprint.OBJECT;

	private final ResponseCache cache;

	private final Upstream upstream;

	private final InstantSource time;

	private final RequestCollapser<RunQuery, FetchResult> collapser = new RequestCollapser<>(FetchResult::release);

	private final Cache<RunQuery, Outage> failures;

	private final CacheMetrics metrics = new CacheMetrics();

	private final SeenAnswers seenAnswers;

	private final ResultSpans spans;

	UpstreamFetcher(ResponseCache cache, Upstream upstream, ResultSpans spans, InstantSource time, Ticker ticker) {
		this.cache = cache;
		this.seenAnswers = new SeenAnswers(cache);
		this.upstream = upstream;
		this.spans = spans;
		this.time = time;
		this.failures = Caffeine.newBuilder()
			.expireAfterWrite(PAUSE_AFTER_FAILURE)
			.maximumWeight(mostBytesOfFailures())
			.weigher((RunQuery query, Outage outage) -> Footprint.CACHE_ENTRY + FAILURE + query.footprint())
			.ticker(ticker)
			.build();
	}

	/** Returns how many bytes of the heap the memory of recent failures may take. */
	static long mostBytesOfFailures() {
		return Heap.share(128);
	}

	/**
	 * Starts a trip for {@code query}, or joins the one that is under way.
	 * @param held what the caller found stored, or {@code null} if it found nothing
	 */
	Handle<FetchResult> forward(RunQuery query, @Nullable StoredResponse held) {
		return this.collapser.forward(query, CallerContext.current().wrapSupplier(() -> fetch(query, held)));
	}

	/**
	 * Joins the trip that is under way for {@code query}, or starts one if one of
	 * {@code places} is free.
	 * @param held what the caller found stored, or {@code null} if it found nothing
	 * @return a handle on the trip, or {@code null} if no place is free
	 */
	@Nullable Handle<FetchResult> forward(RunQuery query, @Nullable StoredResponse held, Places places) {
		return this.collapser.forward(query, places, CallerContext.current().wrapSupplier(() -> fetch(query, held)));
	}

	/** Lets nobody join the trips that are under way for answers about {@code run}. */
	void detach(ProjectName project, RunId run) {
		this.collapser.detach((query) -> query.involves(project, run));
	}

	/** Returns how many trips are under way and can be joined. */
	int underWay() {
		return this.collapser.inFlight();
	}

	/**
	 * Returns why a trip for {@code query} failed a moment ago, or {@code null} if none
	 * did.
	 */
	@Nullable Outage recentFailure(RunQuery query) {
		return this.failures.getIfPresent(query);
	}

	/** Notes that asking {@code query} failed. */
	void failed(RunQuery query, Outage outage) {
		this.failures.put(query, outage);
	}

	/** Returns what is seen of the answers that somebody waits for. */
	SeenAnswers seenAnswers() {
		return this.seenAnswers;
	}

	/** Returns the meters of what happens to stored answers. */
	CacheMetrics metrics() {
		return this.metrics;
	}

	// Whatever is thrown on a trip, in the store or the shared level, is an outage like
	// any other: a stale answer may stand in for it.
	private FetchResult fetch(RunQuery query, @Nullable StoredResponse held) {
		try {
			return recallOrAsk(query, held);
		}
		catch (RuntimeException | Error ex) {
			UnexpectedFailure unexpected = UnexpectedFailure.of(ex);
			log.atDebug().setCause(ex).log("trip ended unexpectedly");
			log.atWarn()
				.addKeyValue("project", query.project())
				.addKeyValue("operation", query.operation().label())
				.addKeyValue("runs", query.runs())
				.addKeyValue("thrown", unexpected.thrown())
				.log("trip failed in the relay");
			this.metrics.tripFailed();
			failed(query, unexpected.outage());
			return new FetchResult.Failed(unexpected.outage());
		}
	}

	private FetchResult recallOrAsk(RunQuery query, @Nullable StoredResponse held) {
		StoredResponse known = this.cache.lookup(query);
		if (known != null && isNewer(known, held)) {
			return new FetchResult.Found(known);
		}
		// Other replicas may know better.
		Instant now = this.time.instant();
		StoredResponse stored = this.cache.recall(query, known, now);
		if (stored != null && isBetter(stored, known, now)) {
			return new FetchResult.Recalled(stored);
		}
		UpstreamOutcome outcome = this.spans.forward(query, () -> this.upstream.ask(query, validatorOf(stored)));
		FetchResult result = storeOutcome(query, stored, outcome);
		if (result instanceof FetchResult.Failed(Outage outage)) {
			failed(query, outage);
		}
		else {
			this.failures.invalidate(query);
		}
		return result;
	}

	// Whoever looked up before a trip ended and came here after it must not ask again,
	// even if the answer was stale as soon as it came: it is what the others were served.
	private static boolean isNewer(StoredResponse stored, @Nullable StoredResponse held) {
		return held == null || held.seen().askedAt().isBefore(stored.seen().askedAt());
	}

	private static boolean isBetter(StoredResponse recalled, @Nullable StoredResponse known, Instant now) {
		boolean better = known == null || isNewer(recalled, known) || !known.timeToLiveAt(now).isPositive();
		return better && recalled.timeToLiveAt(now).isPositive();
	}

	private FetchResult storeOutcome(RunQuery query, @Nullable StoredResponse stored, UpstreamOutcome outcome) {
		return switch (outcome) {
			case Answered answered -> fetched(query, answered);
			case NotModified notModified -> confirmed(query, Objects.requireNonNull(stored), notModified);
			case NotFound(boolean trusted) -> missing(query, trusted);
			case Rejected(String message) -> new FetchResult.Refused(message);
			case Unavailable(Outage outage) -> new FetchResult.Failed(outage);
		};
	}

	private FetchResult fetched(RunQuery query, Answered answered) {
		FetchResult.Fetched fetched = null;
		try {
			FetchedResponse seen = answered.seen();
			NotStoredReason veto = this.cache.store(query, seen);
			answered.missing().forEach((run) -> this.cache.purge(query.project(), run, this.time.instant()));
			this.metrics.stored(query.project(), veto, this.cache.againstStale(seen));
			// To be shared, they were compressed.
			answered.lease().cover(seen.representation().keptBytes());
			fetched = new FetchResult.Fetched(seen, historyOf(query, seen, veto), veto, answered.lease());
			return fetched;
		}
		finally {
			if (fetched == null) {
				answered.lease().close();
			}
		}
	}

	private FetchResult confirmed(RunQuery query, StoredResponse stored, NotModified notModified) {
		FetchedResponse seen = stored.seen();
		Boolean settled = notModified.settled();
		Instant touchedAt = notModified.touchedAt();
		FetchedResponse now = new FetchedResponse(seen.representation(), seen.fingerprint(),
				(settled != null) ? settled : seen.settled(), notModified.askedAt(),
				(touchedAt != null) ? touchedAt : seen.touchedAt(),
				seen.directives().updatedBy(notModified.directives()), seen.validator());
		NotStoredReason veto = this.cache.store(query, now);
		this.metrics.stored(query.project(), veto, this.cache.againstStale(now));
		return new FetchResult.Confirmed(now, historyOf(query, now, veto), veto);
	}

	private ChangeHistory historyOf(RunQuery query, FetchedResponse seen, @Nullable NotStoredReason veto) {
		ChangeHistory history = this.cache.historyOf(query, seen);
		if (veto == null) {
			this.seenAnswers.sawStored(query, seen, history);
		}
		else if (veto != NotStoredReason.PURGED) {
			return this.seenAnswers.saw(query, seen, history);
		}
		return history;
	}

	private FetchResult missing(RunQuery query, boolean trusted) {
		this.seenAnswers.missed(query, this.time.instant());
		if (trusted && query.operation() == Operation.RUN) {
			this.cache.purge(query.project(), query.runs().getFirst(), this.time.instant());
		}
		else if (trusted) {
			this.cache.forget(query);
		}
		return new FetchResult.Missing();
	}

	private static @Nullable String validatorOf(@Nullable StoredResponse stored) {
		return (stored != null) ? stored.seen().validator() : null;
	}

	/**
	 * The way to HoneyHive.
	 */
	@FunctionalInterface
	interface Upstream {

		/**
		 * Asks {@code query}, conditionally if there is a {@code validator}. Never
		 * throws.
		 */
		UpstreamOutcome ask(RunQuery query, @Nullable String validator);

	}

}
