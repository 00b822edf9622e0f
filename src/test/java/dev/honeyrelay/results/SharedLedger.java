package dev.honeyrelay.results;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.honeyrelay.cache.CacheProperties;
import dev.honeyrelay.cache.ManualTime;
import dev.honeyrelay.cache.SecondLevelCache;
import dev.honeyrelay.cache.Store;
import dev.honeyrelay.cache.StoredResponse;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.run.RunQuery;
import org.jspecify.annotations.Nullable;

/**
 * A shared level without a wire that does what the one in Redis does, in no time, and
 * counts what Redis would have to do for it.
 */
final class SharedLedger implements SecondLevelCache {

	private final List<Store> replicas = new ArrayList<>();

	private final Map<RunQuery, StoredResponse> entries = new HashMap<>();

	private final Map<RunId, Instant> changes = new HashMap<>();

	private int looks;

	private int found;

	private int written;

	private int told;

	/** Adds a replica's store that has this behind it. */
	synchronized Store join(ManualTime time, CacheProperties properties) {
		Store store = new Store(time, properties, this);
		this.replicas.add(store);
		return store;
	}

	/** Returns how often a stored response was looked for. */
	synchronized int looks() {
		return this.looks;
	}

	/** Returns how often one was there. */
	synchronized int found() {
		return this.found;
	}

	/** Returns how many stored responses were written. */
	synchronized int written() {
		return this.written;
	}

	/** Returns how many changes of a run were marked and published. */
	synchronized int told() {
		return this.told;
	}

	@Override
	public synchronized @Nullable StoredResponse load(RunQuery query) {
		this.looks++;
		StoredResponse stored = this.entries.get(query);
		if (stored == null) {
			return null;
		}
		this.found++;
		Instant changed = this.changes.get(query.runs().getFirst());
		return (changed != null) ? stored.outdatedBy(changed) : stored;
	}

	@Override
	public synchronized void store(RunQuery query, StoredResponse stored) {
		this.written++;
		this.entries.put(query, stored);
	}

	@Override
	public Duration claim(RunQuery query, Duration period) {
		throw new AssertionError("nobody waits until an answer is still");
	}

	@Override
	public synchronized void forget(RunQuery query) {
		throw new AssertionError("nothing is forgotten where everything is settled");
	}

	@Override
	public synchronized void purged(ProjectName project, RunId run, Instant now) {
		throw new AssertionError("nobody purges");
	}

	@Override
	public synchronized void changed(RunQuery query, Instant askedAt) {
		RunId run = query.runs().getFirst();
		this.told++;
		this.changes.merge(run, askedAt, (one, other) -> one.isAfter(other) ? one : other);
		this.replicas.forEach((replica) -> replica.responses().changedElsewhere(query.project(), run, askedAt));
	}

}
