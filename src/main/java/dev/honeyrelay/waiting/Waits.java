package dev.honeyrelay.waiting;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.response.Places;
import dev.honeyrelay.results.Answer;
import dev.honeyrelay.results.Look;
import dev.honeyrelay.results.Looks;
import dev.honeyrelay.results.Results;
import dev.honeyrelay.run.Footprint;
import dev.honeyrelay.run.RunQuery;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions when the answer is settled and still, or when the caller's time is
 * over. While it waits, a request holds nothing but its place among those that may wait.
 */
public final class Waits {

	// Longer than any progress is of use.
	private static final Duration LONGEST_RECENT = Duration.ofSeconds(15);

	private static final long MOST_BYTES = 512 * 1024;

	// Whoever is gone has HoneyHive asked for nothing.
	private static final Look NOBODY = new Look.Failed(Outage.of(Outage.Kind.TIMEOUT));

	private final Results results;

	private final Looks looks;

	private final InstantSource time;

	private final int most;

	private final AtomicInteger waiting = new AtomicInteger();

	private final WaitMetrics metrics = new WaitMetrics(this.waiting);

	private final ConcurrentMap<RunQuery, WaitLoop> loops = new ConcurrentHashMap<>();

	// Who comes again, or after somebody else, goes on where the last loop ended.
	private final Cache<RunQuery, Progress> recent;

	private final Consumer<WaitLoop> driver;

	private volatile boolean closing;

	/** Creates waits of which at most {@code most} are under way at once. */
	public Waits(Results results, Looks looks, InstantSource time, int most) {
		this(results, looks, time, most, WaitLoop::start);
	}

	/** Creates waits whose loops are turned by {@code driver}, until they are over. */
	Waits(Results results, Looks looks, InstantSource time, int most, Consumer<WaitLoop> driver) {
		this.results = results;
		this.looks = looks;
		this.time = time;
		this.most = most;
		this.driver = driver;
		this.recent = Caffeine.newBuilder()
			.maximumWeight(MOST_BYTES)
			.weigher((RunQuery query, Progress progress) -> Footprint.CACHE_ENTRY + 4 * Footprint.OBJECT
					+ query.footprint())
			.expireAfterWrite(LONGEST_RECENT)
			.build();
	}

	/**
	 * Returns what there is to say to {@code query}: at once if it is settled and still,
	 * or else when it is, at the latest when the time of {@code wish} is over. If it is,
	 * the content says so.
	 * @param trips what a trip to HoneyHive takes a place of
	 * @param presence tells of a caller who hangs up, whose wait is over then
	 */
	public Answer answer(RunQuery query, Wish wish, Places trips, Presence presence) {
		Answer.Content atOnce = this.results.answerAtOnce(query, (_) -> true);
		if (atOnce != null && atOnce.isStillFor(wish.still())) {
			return told(atOnce, wish);
		}
		if (!this.time.instant().isBefore(wish.deadline())) {
			return told(this.results.answer(query, trips), wish);
		}
		try (Looks.Watch _ = this.looks.watch(query)) {
			return waitFor(query, new Waiter(wish, trips), presence);
		}
	}

	/** Returns the meters of all waits. */
	public MeterBinder meters() {
		return this.metrics;
	}

	/** Ends all waits; from now on none begins. */
	public void close() {
		this.closing = true;
		this.loops.values().forEach(WaitLoop::close);
	}

	private Answer waitFor(RunQuery query, Waiter first, Presence presence) {
		Waiter waiter = first;
		Wish wish = first.wish();
		Places trips = first.places();
		while (true) {
			if (this.closing || this.waiting.getAndUpdate(this::oneMore) >= this.most) {
				this.metrics.ended(this.closing ? Ending.SHUTDOWN : Ending.FULL);
				return told(this.results.answer(query, trips), wish);
			}
			try (Waiter.Outcome outcome = await(query, waiter, presence)) {
				Look last = (outcome.ending() != Ending.GONE) ? outcome.last() : NOBODY;
				Answer answer = told(this.looks.answer(query, last, outcome.seen(), outcome.own(), trips), wish);
				Ending ending = endingOf(outcome, answer, wish);
				if (ending != null) {
					this.metrics.ended(ending);
					return answer;
				}
				answer.close();
				waiter = waiter.after(outcome);
			}
		}
	}

	// What was still may have changed since: then there is more to wait for.
	private @Nullable Ending endingOf(Waiter.Outcome outcome, Answer answer, Wish wish) {
		if (outcome.ending() != Ending.REACHED || isMet(answer)) {
			return outcome.ending();
		}
		return this.time.instant().isBefore(wish.deadline()) ? null : Ending.TIMED_OUT;
	}

	private Waiter.Outcome await(RunQuery query, Waiter waiter, Presence presence) {
		try {
			return await(join(query, waiter), waiter, presence);
		}
		finally {
			this.waiting.decrementAndGet();
		}
	}

	private static Waiter.Outcome await(WaitLoop loop, Waiter waiter, Presence presence) {
		try (Presence.Watch _ = presence.watch(() -> loop.leave(waiter))) {
			return waiter.outcome().get();
		}
		catch (InterruptedException ex) {
			loop.leave(waiter);
			Thread.currentThread().interrupt();
			return waiter.outcome().join();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private WaitLoop join(RunQuery query, Waiter waiter) {
		AtomicReference<@Nullable WaitLoop> begun = new AtomicReference<>();
		WaitLoop joined = this.loops.compute(query, (_, known) -> {
			if (known != null && known.join(waiter)) {
				return known;
			}
			WaitLoop mine = new WaitLoop(query, this.looks, this.time, this::over);
			Progress earlier = (waiter.earlier() != null) ? waiter.earlier() : recent(query, waiter.wish());
			if (earlier != null) {
				mine.resume(earlier);
			}
			mine.join(waiter);
			begun.set(mine);
			return mine;
		});
		if (begun.get() != null) {
			this.driver.accept(joined);
		}
		if (this.closing) {
			joined.close();
		}
		return joined;
	}

	// Who has no time to wait for the next look has one made at once.
	private @Nullable Progress recent(RunQuery query, Wish wish) {
		Progress earlier = this.recent.getIfPresent(query);
		return (earlier != null && earlier.isRecentAt(this.time.instant()) && earlier.due().isBefore(wish.deadline()))
				? earlier : null;
	}

	private void over(RunQuery query, WaitLoop loop) {
		this.recent.put(query, loop.progress());
		this.loops.remove(query, loop);
	}

	private int oneMore(int waiting) {
		return Math.min(waiting + 1, this.most);
	}

	private static Answer told(Answer answer, Wish wish) {
		return (answer instanceof Answer.Content content && content.isStillFor(wish.still()))
				? content.applying(wish.told()) : answer;
	}

	private static boolean isMet(Answer answer) {
		return answer instanceof Answer.Content content && content.preferenceApplied() != null;
	}

}
