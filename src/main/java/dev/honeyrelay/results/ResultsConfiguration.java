package dev.honeyrelay.results;

import java.time.InstantSource;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.honeyrelay.cache.FreshnessPolicy;
import dev.honeyrelay.cache.ResponseCache;
import dev.honeyrelay.memory.HeapShare;
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
	UpstreamFetcher trips(ResponseCache cache, HoneyHiveClient honeyHive, ResultSpans spans, InstantSource time,
			Ticker ticker) {
		UpstreamFetcher trips = new UpstreamFetcher(cache, honeyHive::ask, spans, time, ticker);
		cache.whenPurgedElsewhere(trips::detach);
		return trips;
	}

	@Bean
	Results results(ResponseCache cache, FreshnessPolicy policy, UpstreamFetcher trips, ResultSpans spans,
			InstantSource time) {
		return new Results(cache, policy, trips, spans, time);
	}

	@Bean
	HeapShare heapForFailures() {
		return new HeapShare("recent failures", null, UpstreamFetcher.mostBytesOfFailures());
	}

	@Bean
	ResultSpans spans(Tracer tracer) {
		return new ResultSpans(tracer);
	}

	@Bean
	CacheMetrics tally(UpstreamFetcher trips, FormerProjects former) {
		CacheMetrics tally = trips.tally();
		former.alsoIn(tally::keepOnly);
		return tally;
	}

}
