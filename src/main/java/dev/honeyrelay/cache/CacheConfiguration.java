package dev.honeyrelay.cache;

import java.time.InstantSource;
import java.util.Objects;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.honeyrelay.memory.HeapShare;
import dev.honeyrelay.run.Footprint;
import dev.honeyrelay.run.RunQuery;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.caffeine.CaffeineCache;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Builds the store: Caffeine, bounded in bytes, behind Spring's cache abstraction.
 */
@Configuration(proxyBeanMethods = false)
class CacheConfiguration {

	/** The name of the cache in Spring's abstraction and in its meters. */
	static final String RESPONSES = "responses";

	@Bean
	Ticker ticker() {
		return Ticker.systemTicker();
	}

	@Bean
	InstantSource time(Ticker ticker) {
		return new SteadyTime(ticker, InstantSource.system());
	}

	@Bean
	StoredRuns storedRuns() {
		return new StoredRuns();
	}

	@Bean
	CaffeineCacheManager cacheManager(CacheProperties properties, StoredRuns runs, Ticker ticker) {
		CaffeineCacheManager manager = new CaffeineCacheManager();
		manager.registerCustomCache(RESPONSES, responses(properties, runs, ticker));
		return manager;
	}

	@Bean
	MeterBinder cacheMeters(CaffeineCacheManager manager, CacheProperties properties) {
		return (meters) -> {
			Cache<Object, Object> store = store(manager).getNativeCache();
			Gauge.builder("relay.cache.size", store, CacheConfiguration::weight)
				.description("Bytes of the heap that stored responses take, all that belongs to them counted")
				.baseUnit("bytes")
				.register(meters);
			Gauge.builder("relay.cache.limit", properties, (it) -> it.maxSize().toBytes())
				.description("Bytes that stored responses may take")
				.baseUnit("bytes")
				.register(meters);
			Gauge.builder("relay.cache.entries", store, Cache::estimatedSize)
				.description("Stored responses")
				.register(meters);
			FunctionCounter.builder("relay.cache.evictions", store, (it) -> it.stats().evictionCount())
				.description("Stored responses that went because memory was short")
				.register(meters);
		};
	}

	@Bean
	HeapShare heapForResponses(CacheProperties properties) {
		return new HeapShare("stored responses", "relay.cache.max-size", properties.maxSize().toBytes());
	}

	@Bean
	HeapShare heapForRunEvents() {
		return new HeapShare("changes and purges of runs", null, InvalidationLog.footprint());
	}

	@Bean
	FreshnessPolicy freshnessPolicy(CacheProperties properties) {
		return new FreshnessPolicy(properties);
	}

	@Bean
	ResponseCache responseCache(CaffeineCacheManager manager, StoredRuns runs, FreshnessPolicy policy,
			CacheProperties properties, @Nullable SecondLevelCache shared) {
		return new ResponseCache(store(manager), runs, policy, new InvalidationLog(), properties.maxEntry().toBytes(),
				(shared != null) ? shared : SecondLevelCache.NONE);
	}

	private static CaffeineCache store(CaffeineCacheManager manager) {
		if (manager.getCache(RESPONSES) instanceof CaffeineCache store) {
			return store;
		}
		throw new IllegalStateException("the cache of responses is not Caffeine");
	}

	private static double weight(Cache<Object, Object> store) {
		// Weighed when Caffeine gets round to it, which may be later than anybody looks.
		store.cleanUp();
		return store.policy().eviction().map((bound) -> bound.weightedSize().orElse(0)).orElse(0L);
	}

	private static Cache<Object, Object> responses(CacheProperties properties, StoredRuns runs, Ticker ticker) {
		return Caffeine.newBuilder()
			.maximumWeight(properties.maxSize().toBytes())
			.expireAfterAccess(properties.memory())
			.weigher((Object query, Object stored) -> weigh((RunQuery) query, (StoredResponse) stored))
			.evictionListener((@Nullable Object query, @Nullable Object stored, RemovalCause cause) -> runs
				.remove((RunQuery) Objects.requireNonNull(query)))
			.ticker(ticker)
			// Waking another thread for every few reads costs more than what it would do.
			.executor(Runnable::run)
			.recordStats()
			.build();
	}

	private static int weigh(RunQuery query, StoredResponse stored) {
		return Footprint.CACHE_ENTRY + query.footprint() + StoredRuns.footprintOf(query) + stored.footprint();
	}

}
