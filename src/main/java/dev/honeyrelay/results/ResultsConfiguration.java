package dev.honeyrelay.results;

import java.time.InstantSource;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.honeyrelay.cache.FreshnessPolicy;
import dev.honeyrelay.cache.ResponseCache;
import dev.honeyrelay.run.HeapShare;
import dev.honeyrelay.upstream.FormerProjects;
import dev.honeyrelay.upstream.HoneyHiveClient;

import io.opentelemetry.api.trace.Tracer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Joins the store and HoneyHive.
 */
@Configuration(proxyBeanMethods = false)
class ResultsConfiguration {

	@Bean
	Trips trips(ResponseCache cache, HoneyHiveClient honeyHive, Spans spans, InstantSource time, Ticker ticker) {
		Trips trips = new Trips(cache, honeyHive::ask, spans, time, ticker);
		cache.whenPurgedElsewhere(trips::detach);
		return trips;
	}

	@Bean
	Results results(ResponseCache cache, FreshnessPolicy policy, Trips trips, Spans spans, InstantSource time) {
		return new Results(cache, policy, trips, spans, time);
	}

	@Bean
	HeapShare heapForFailures() {
		return new HeapShare("recent failures", null, Trips.mostBytesOfFailures());
	}

	@Bean
	Spans spans(Tracer tracer) {
		return new Spans(tracer);
	}

	@Bean
	Tally tally(Trips trips, FormerProjects former) {
		Tally tally = trips.tally();
		former.alsoIn(tally::keepOnly);
		return tally;
	}

}
