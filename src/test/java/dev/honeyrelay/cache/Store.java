package dev.honeyrelay.cache;

import java.util.List;

import com.github.benmanes.caffeine.cache.Cache;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.run.RunQuery;

import org.springframework.cache.caffeine.CaffeineCache;
import org.springframework.cache.caffeine.CaffeineCacheManager;

/**
 * The store as production builds it, on a hand-turned clock.
 */
public final class Store {

	private final StoredRuns runs;

	private final FreshnessPolicy policy;

	private final ResponseCache responses;

	private final Cache<Object, Object> entries;

	public Store(ManualTime time, CacheProperties properties) {
		this(time, properties, null);
	}

	/** Builds one with {@code shared} behind it, or on its own if that is null. */
	public Store(ManualTime time, CacheProperties properties, SecondLevelCache shared) {
		CacheConfiguration configuration = new CacheConfiguration();
		this.runs = configuration.storedRuns();
		CaffeineCacheManager manager = configuration.cacheManager(properties, this.runs, time);
		this.policy = configuration.freshnessPolicy(properties);
		this.responses = configuration.responseCache(manager, this.runs, this.policy, properties, shared);
		this.entries = ((CaffeineCache) manager.getCache(CacheConfiguration.RESPONSES)).getNativeCache();
	}

	public FreshnessPolicy policy() {
		return this.policy;
	}

	public ResponseCache responses() {
		return this.responses;
	}

	/** Returns the questions about {@code run} whose answers are known to be stored. */
	List<RunQuery> known(ProjectName project, RunId run) {
		return this.runs.involving(project, run);
	}

	/** Returns how many answers had to go for want of room. */
	long evictions() {
		return this.entries.stats().evictionCount();
	}

	/** Returns the bytes it holds, after it has evicted what is too much. */
	public long bytes() {
		this.entries.cleanUp();
		return this.entries.policy().eviction().orElseThrow().weightedSize().orElseThrow();
	}

}
