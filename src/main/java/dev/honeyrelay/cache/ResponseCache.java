package dev.honeyrelay.cache;

import java.time.Instant;
import java.util.function.Predicate;

import com.github.benmanes.caffeine.cache.Cache;
import dev.honeyrelay.run.Observation;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.run.RunQuery;
import dev.honeyrelay.run.Veto;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.caffeine.CaffeineCache;

/**
 * Keeps stored responses and lets go of them: when their run changed, went away or was
 * purged, when a newer answer may not be stored, or when memory is short. It never asks
 * HoneyHive.
 */
public final class ResponseCache {

	private final CaffeineCache store;

	private final FreshnessPolicy policy;

	private final RunEvents events;

	private final long maxEntry;

	public ResponseCache(CaffeineCache store, FreshnessPolicy policy, RunEvents events, long maxEntry) {
		this.store = store;
		this.policy = policy;
		this.events = events;
		this.maxEntry = maxEntry;
	}

	/** Returns the stored response, fresh or stale, or {@code null} if there is none. */
	public @Nullable StoredResponse lookup(RunQuery query) {
		StoredResponse stored = this.store.get(query, StoredResponse.class);
		return (stored != null) ? this.events.applyChanges(query, stored) : null;
	}

	/**
	 * Stores {@code seen} unless something forbids it, and then forgets what was stored
	 * in its place. If it says something new, whatever else is stored about its runs
	 * becomes stale.
	 * @return why it was not stored, or {@code null} if it was
	 */
	public @Nullable Veto store(RunQuery query, Observation seen) {
		return this.events.unlessPurged(query, seen.askedAt(), () -> storeUnpurged(query, seen));
	}

	/** Forgets the answer to {@code query}. */
	public void forget(RunQuery query) {
		this.store.evict(query);
	}

	/**
	 * Forgets every answer that involves {@code run}, and makes sure that no answer asked
	 * for before {@code now} is stored later.
	 */
	public void purge(ProjectName project, RunId run, Instant now) {
		this.events.purge(project, run, now, () -> removeIf((query) -> query.involves(project, run)));
	}

	private @Nullable Veto storeUnpurged(RunQuery query, Observation seen) {
		StoredResponse previous = this.store.get(query, StoredResponse.class);
		if (previous != null && previous.seen().askedAt().isAfter(seen.askedAt())) {
			return null;
		}
		if (previous != null && !previous.seen().fingerprint().equals(seen.fingerprint())) {
			this.events.changed(query, seen.askedAt());
		}
		Veto veto = vetoOf(seen);
		if (veto != null) {
			this.store.evict(query);
			return veto;
		}
		Stillness stillness = Stillness.after((previous != null) ? previous.stillness() : null, seen);
		Instant freshUntil = seen.askedAt().plus(this.policy.lifetimeOf(seen, stillness));
		this.store.put(query, new StoredResponse(seen, stillness, freshUntil));
		return null;
	}

	private @Nullable Veto vetoOf(Observation seen) {
		Veto veto = this.policy.vetoOf(seen);
		if (veto != null) {
			return veto;
		}
		return (seen.representation().storedBytes() > this.maxEntry) ? Veto.TOO_LARGE : null;
	}

	private void removeIf(Predicate<RunQuery> which) {
		Cache<Object, Object> entries = this.store.getNativeCache();
		entries.asMap().keySet().removeIf((key) -> which.test((RunQuery) key));
	}

}
