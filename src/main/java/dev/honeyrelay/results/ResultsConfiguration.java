package dev.honeyrelay.results;

import java.time.InstantSource;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.honeyrelay.cache.FreshnessPolicy;
import dev.honeyrelay.cache.ResponseCache;
import dev.honeyrelay.upstream.HoneyHiveClient;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Joins the store and HoneyHive.
 */
@Configuration(proxyBeanMethods = false)
class ResultsConfiguration {

	@Bean
	Trips trips(ResponseCache cache, HoneyHiveClient honeyHive, InstantSource time, Ticker ticker) {
		Trips trips = new Trips(cache, honeyHive::ask, time, ticker);
		cache.whenPurgedElsewhere(trips::detach);
		return trips;
	}

	@Bean
	Results results(ResponseCache cache, FreshnessPolicy policy, Trips trips, InstantSource time) {
		return new Results(cache, policy, trips, time);
	}

	@Bean
	Tally tally(Trips trips) {
		return trips.tally();
	}

}
