package dev.honeyrelay.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BiConsumer;

import dev.honeyrelay.response.ContentCoding;
import dev.honeyrelay.response.Directive;
import dev.honeyrelay.response.FetchedResponse;
import dev.honeyrelay.response.NotStoredReason;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.run.RunQuery;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.caffeine.CaffeineCache;

/**
 * Keeps stored responses and lets go of them: when their run changed, went away or was
 * purged, when a newer answer may not be stored, or when memory is short. It never asks
 * HoneyHive.
 */
public final class ResponseCache {

	private final CaffeineCache store;

	private final StoredRuns runs;

	private final FreshnessPolicy policy;

	private final InvalidationLog events;

	private final long maxEntry;

	private final SecondLevelCache shared;

	private volatile BiConsumer<ProjectName, RunId> purgeElsewhere = (project, run) -> {
	};

	// Changes that other replicas saw before this moment may have been missed here.
	private volatile Instant distrusted = Instant.MIN;

	/**
	 * Creates a cache that keeps answers in {@code store}.
	 * @param runs hears of everything that {@code store} evicts of its own accord
	 */
	ResponseCache(CaffeineCache store, StoredRuns runs, FreshnessPolicy policy, InvalidationLog events, long maxEntry,
			SecondLevelCache shared) {
		this.store = store;
		this.runs = runs;
		this.policy = policy;
		this.events = events;
		this.maxEntry = maxEntry;
		this.shared = shared;
	}

	/** Returns the stored response, fresh or stale, or {@code null} if there is none. */
	public @Nullable StoredResponse lookup(RunQuery query) {
		StoredResponse stored = this.store.get(query, StoredResponse.class);
		return (stored != null) ? this.events.applyChanges(query, stored) : null;
	}

	/** Returns whether what is not stored here may be found in a shared level. */
	public boolean isShared() {
		return !this.shared.equals(SecondLevelCache.NONE);
	}

	/**
	 * Returns the stored response after a look at the shared level: what another replica
	 * stored is taken over if it is better. May take a moment, so that nobody else should
	 * do the same at the same time.
	 * @param held what is stored here
	 * @param now the time, after which no change must have gone unheard
	 */
	public @Nullable StoredResponse recall(RunQuery query, @Nullable StoredResponse held, Instant now) {
		StoredResponse found = this.shared.load(query);
		if (found == null || !now.isAfter(this.distrusted)) {
			return held;
		}
		this.events.unlessPurged(query, found.seen().askedAt(), () -> adopt(query, found));
		return lookup(query);
	}

	/**
	 * Stores {@code seen} unless something forbids it, and then forgets what was stored
	 * in its place. If it says something new, whatever else is stored about its runs
	 * becomes stale.
	 * @return why it was not stored, or {@code null} if it was
	 */
	public @Nullable NotStoredReason store(RunQuery query, FetchedResponse seen) {
		return this.events.unlessPurged(query, seen.askedAt(), () -> storeUnpurged(query, seen));
	}

	/**
	 * Returns what forbids to serve {@code seen} once it is stale, or {@code null} if
	 * nothing does.
	 */
	public @Nullable Directive againstStale(FetchedResponse seen) {
		return this.policy.againstStale(seen);
	}

	/**
	 * Returns for how long {@code seen}, the newest answer to {@code query}, is known to
	 * say the same.
	 */
	public ChangeHistory historyOf(RunQuery query, FetchedResponse seen) {
		return ChangeHistory.after(this.store.get(query, StoredResponse.class), seen);
	}

	/**
	 * Returns whether something may have changed after {@code seen} was asked for, and
	 * not just time has passed.
	 */
	public boolean isOutdated(RunQuery query, FetchedResponse seen) {
		Instant askedAt = seen.askedAt();
		return askedAt.isBefore(this.distrusted) || this.events.isChangedAfter(query, askedAt);
	}

	/** Returns whether a run of {@code query} was purged at {@code moment} or later. */
	public boolean isPurgedSince(RunQuery query, Instant moment) {
		return this.events.isPurged(query, moment);
	}

	/**
	 * Claims to ask {@code query} for those who wait, on behalf of all replicas, until
	 * {@code period} is over.
	 * @return the period for which another one does so, or {@code null} if this one does
	 */
	public @Nullable Duration claim(RunQuery query, Duration period) {
		return this.shared.claim(query, period);
	}

	/** Forgets the answer to {@code query}. */
	public void forget(RunQuery query) {
		remove(query);
		this.shared.forget(query);
	}

	/**
	 * Forgets every answer that involves {@code run}, and makes sure that no answer asked
	 * for before {@code now} is stored later.
	 */
	public void purge(ProjectName project, RunId run, Instant now) {
		purgeHere(project, run, now);
		this.shared.purged(project, run, now);
	}

	/** Calls {@code reaction} with each run that another replica purges. */
	public void whenPurgedElsewhere(BiConsumer<ProjectName, RunId> reaction) {
		this.purgeElsewhere = reaction;
	}

	/** Applies a purge that another replica told of. */
	public void purgedElsewhere(ProjectName project, RunId run, Instant now) {
		purgeHere(project, run, now);
		this.purgeElsewhere.accept(project, run);
	}

	/** Applies a change that another replica told of. */
	public void changedElsewhere(ProjectName project, RunId run, Instant at) {
		this.events.changed(project, run, at);
	}

	/**
	 * Makes everything stale that was asked for before {@code now}, since changes may
	 * have gone unheard.
	 */
	public void distrust(Instant now) {
		this.events.alone(() -> {
			this.distrusted = now;
			this.store.getNativeCache()
				.asMap()
				.replaceAll((query, stored) -> ((StoredResponse) stored).outdatedBy(now));
		});
	}

	private void purgeHere(ProjectName project, RunId run, Instant now) {
		this.events.purge(project, run, now, () -> this.runs.involving(project, run).forEach(this::remove));
	}

	private @Nullable NotStoredReason storeUnpurged(RunQuery query, FetchedResponse answered) {
		StoredResponse previous = this.store.get(query, StoredResponse.class);
		if (previous != null && previous.seen().askedAt().isAfter(answered.askedAt())) {
			return null;
		}
		FetchedResponse seen = sharing(answered, previous);
		noteChange(query, previous, seen, seen.askedAt());
		NotStoredReason veto = vetoOf(seen);
		if (veto != null) {
			forget(query);
			return veto;
		}
		ChangeHistory stillness = ChangeHistory.after(previous, seen);
		Instant freshUntil = seen.askedAt().plus(this.policy.lifetimeOf(seen, stillness));
		StoredResponse stored = new StoredResponse(seen, stillness, freshUntil);
		// The shared level has it compressed, which counts here, too.
		this.shared.store(query, stored);
		put(query, stored.outdatedBy(this.distrusted));
		return null;
	}

	// The same bytes need not be compressed and kept again.
	private static FetchedResponse sharing(FetchedResponse seen, @Nullable StoredResponse previous) {
		return (previous != null && previous.representation().hasSameBytesAs(seen.representation()))
				? seen.withBytesOf(previous.seen()) : seen;
	}

	private @Nullable NotStoredReason adopt(RunQuery query, StoredResponse found) {
		NotStoredReason veto = vetoOf(found.seen());
		StoredResponse held = lookup(query);
		if (veto != null || (held != null && !found.isBetterThan(held))) {
			return veto;
		}
		// It changed when it was first seen so, which is what has been told of it.
		noteChange(query, held, found.seen(), found.stillness().since());
		Instant longest = found.seen().askedAt().plus(this.policy.lifetimeOf(found.seen(), found.stillness()));
		put(query, found.staleFrom(longest));
		return null;
	}

	private void noteChange(RunQuery query, @Nullable StoredResponse previous, FetchedResponse seen, Instant at) {
		boolean changed = previous != null && !previous.seen().saysTheSameAs(seen);
		if (changed && this.events.changed(query, at)) {
			this.shared.changed(query, at);
		}
	}

	private @Nullable NotStoredReason vetoOf(FetchedResponse seen) {
		NotStoredReason veto = this.policy.vetoOf(seen);
		if (veto != null) {
			return veto;
		}
		return (seen.representation().length(ContentCoding.IDENTITY) > this.maxEntry) ? NotStoredReason.TOO_LARGE
				: null;
	}

	// What is known of its runs changes with an entry, in one step: the store evicts at
	// any
	// moment.
	private void put(RunQuery query, StoredResponse stored) {
		stored.representation().whenCompressed(() -> weighAgain(query));
		this.store.getNativeCache().asMap().compute(query, (key, previous) -> {
			this.runs.add(query);
			return stored;
		});
	}

	private void weighAgain(RunQuery query) {
		this.store.getNativeCache().asMap().computeIfPresent(query, (key, same) -> same);
	}

	private void remove(RunQuery query) {
		this.store.getNativeCache().asMap().computeIfPresent(query, (key, previous) -> {
			this.runs.remove(query);
			return null;
		});
	}

}
