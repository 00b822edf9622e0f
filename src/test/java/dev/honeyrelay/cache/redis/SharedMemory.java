package dev.honeyrelay.cache.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

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

	private final Map<RunQuery, Claim> claims = new ConcurrentHashMap<>();

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
	public synchronized @Nullable Duration claim(RunQuery query, Duration period) {
		Instant now = this.time.instant();
		Claim theirs = this.claims.get(query);
		if (!this.away && theirs != null && now.isBefore(theirs.until())) {
			return theirs.period();
		}
		this.claims.put(query, new Claim(now.plus(period), period));
		return null;
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

	private record Claim(Instant until, Duration period) {
	}

}
