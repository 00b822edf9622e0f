package dev.honeyrelay.results;

import java.time.InstantSource;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.honeyrelay.cache.FreshnessPolicy;
import dev.honeyrelay.cache.ResponseCache;
import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.memory.HeapShare;
import dev.honeyrelay.upstream.FormerProjects;
import dev.honeyrelay.upstream.HoneyHiveClient;
import dev.honeyrelay.upstream.UpstreamProperties;
import io.opentelemetry.api.trace.Tracer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Puts {@link Results} together from the cache and the client of HoneyHive.
 */
@Configuration(proxyBeanMethods = false)
class ResultsConfiguration {

	// Of the bytes that may be under way.
	private static final int SHARE_OF_KEPT = 8;

	@Bean
	UpstreamFetcher upstreamFetcher(ResponseCache cache, HoneyHiveClient honeyHive, ResultSpans spans,
			InstantSource time, Ticker ticker) {
		return new UpstreamFetcher(cache, honeyHive::ask, spans, time, ticker);
	}

	@Bean
	Results results(ResponseCache cache, FreshnessPolicy policy, UpstreamFetcher fetcher, ResultSpans spans,
			InstantSource time) {
		Results results = new Results(cache, policy, fetcher, spans, time);
		cache.whenPurgedElsewhere(results::forget);
		return results;
	}

	@Bean
	Patience patience(UpstreamProperties properties) {
		return new Patience(properties.deadline());
	}

	@Bean
	Looks looks(ResponseCache cache, FreshnessPolicy policy, UpstreamFetcher fetcher, Results results,
			InstantSource time, ByteBudget budget) {
		return new Looks(cache, policy, fetcher, results, time, budget.size() / SHARE_OF_KEPT);
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
	CacheMetrics cacheMetrics(UpstreamFetcher fetcher, FormerProjects former) {
		CacheMetrics metrics = fetcher.metrics();
		former.alsoIn(metrics::keepOnly);
		return metrics;
	}

}
