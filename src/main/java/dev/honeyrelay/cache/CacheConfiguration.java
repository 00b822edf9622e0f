package dev.honeyrelay.cache;

import java.time.Duration;
import java.time.InstantSource;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.honeyrelay.run.RunQuery;
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
	FreshnessPolicy freshnessPolicy(CacheProperties properties) {
		return new FreshnessPolicy(properties);
	}

	@Bean
	ResponseCache responseCache(CaffeineCacheManager manager, FreshnessPolicy policy, CacheProperties properties,
			Ticker ticker, @Nullable SharedLevel shared) {
		if (!(manager.getCache(RESPONSES) instanceof CaffeineCache store)) {
			throw new IllegalStateException("the cache of responses is not Caffeine");
		}
		RunEvents events = new RunEvents(properties.maxFresh(), LONGEST_TRIP, ticker);
		return new ResponseCache(store, policy, events, properties.maxEntry().toBytes(),
				(shared != null) ? shared : SharedLevel.NONE);
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
