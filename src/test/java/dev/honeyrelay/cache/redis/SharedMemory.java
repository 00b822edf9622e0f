package dev.honeyrelay.cache.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

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
 * A shared level without a wire: what replicas in one test know together.
 */
public final class SharedMemory implements SecondLevelCache {

	private final Map<RunQuery, StoredResponse> stored = new ConcurrentHashMap<>();

	private final Map<RunQuery, Instant> claims = new ConcurrentHashMap<>();

	private volatile ManualTime time = new ManualTime();

	private volatile boolean away;

	/** Returns the store of a replica that has this behind it. */
	public Store store(ManualTime time, CacheProperties properties) {
		this.time = time;
		return new Store(time, properties, this);
	}

	/** Forgets everything. */
	public void clear() {
		this.stored.clear();
	}

	/** Cannot be reached from now on. */
	public void goAway() {
		this.away = true;
	}

	@Override
	public @Nullable StoredResponse load(RunQuery query) {
		return this.away ? null : this.stored.get(query);
	}

	@Override
	public void store(RunQuery query, StoredResponse response) {
		this.stored.put(query, response);
	}

	@Override
	public boolean claim(RunQuery query, Duration period) {
		Instant until = this.time.instant().plus(period);
		AtomicBoolean claimed = new AtomicBoolean(this.away);
		this.claims.compute(query, (same, theirs) -> {
			boolean free = theirs == null || !this.time.instant().isBefore(theirs);
			claimed.compareAndSet(false, free);
			return free ? until : theirs;
		});
		return claimed.get();
	}

	@Override
	public void forget(RunQuery query) {
		this.stored.remove(query);
	}

	@Override
	public void purged(ProjectName project, RunId run, Instant now) {
		this.stored.keySet().removeIf((query) -> query.involves(project, run));
	}

	@Override
	public void changed(RunQuery query, Instant askedAt) {
		// What the others hear of it is tested where there is a wire.
	}

}
