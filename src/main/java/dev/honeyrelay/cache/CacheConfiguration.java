package dev.honeyrelay.cache;

import java.time.Duration;
import java.time.InstantSource;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
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

	// No trip lasts this long, whatever deadline an operator chooses within reason.
	private static final Duration LONGEST_TRIP = Duration.ofHours(1);

	@Bean
	Ticker ticker() {
		return Ticker.systemTicker();
	}

	@Bean
	InstantSource time(Ticker ticker) {
		return new SteadyTime(ticker, InstantSource.system());
	}

	@Bean
	CaffeineCacheManager cacheManager(CacheProperties properties, Ticker ticker) {
		CaffeineCacheManager manager = new CaffeineCacheManager();
		manager.registerCustomCache(RESPONSES, responses(properties.maxSize().toBytes(), ticker));
		return manager;
	}

	@Bean
	MeterBinder cacheMeters(CaffeineCacheManager manager, CacheProperties properties) {
		return (meters) -> {
			Cache<Object, Object> store = store(manager).getNativeCache();
			Gauge.builder("relay.cache.size", store, CacheConfiguration::weight)
				.description("Bytes that stored responses take, both codings counted")
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
	FreshnessPolicy freshnessPolicy(CacheProperties properties) {
		return new FreshnessPolicy(properties);
	}

	@Bean
	ResponseCache responseCache(CaffeineCacheManager manager, FreshnessPolicy policy, CacheProperties properties,
			Ticker ticker, @Nullable SharedLevel shared) {
		RunEvents events = new RunEvents(properties.maxFresh(), LONGEST_TRIP, ticker);
		return new ResponseCache(store(manager), policy, events, properties.maxEntry().toBytes(),
				(shared != null) ? shared : SharedLevel.NONE);
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

	private static Cache<Object, Object> responses(long maxBytes, Ticker ticker) {
		return Caffeine.newBuilder()
			.maximumWeight(maxBytes)
			.weigher((Object query, Object stored) -> weigh((RunQuery) query, (StoredResponse) stored))
			.ticker(ticker)
			.recordStats()
			.build();
	}

	private static int weigh(RunQuery query, StoredResponse stored) {
		return stored.representation().storedBytes() + 2 * query.parameters().key().length();
	}

}
