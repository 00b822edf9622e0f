package dev.honeyrelay.fastpath;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.honeyrelay.api.AnsweredTargets;
import dev.honeyrelay.api.ParsedTarget;
import dev.honeyrelay.memory.Heap;
import dev.honeyrelay.run.Footprint;
import org.eclipse.jetty.http.HttpURI;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Remembers what those request targets ask that a controller has answered from the store,
 * so that only controllers parse paths and parameters.
 */
@Component
@ConditionalOnFastPath
final class TargetCache implements AnsweredTargets {

	private static final int LONGEST = 1024;

	// Whoever polls does so sooner than this.
	private static final Duration MEMORY = Duration.ofMinutes(30);

	private final Cache<String, ParsedTarget> targets;

	TargetCache() {
		this(mostBytes());
	}

	/** Creates a memory that takes at most {@code bytes} of the heap. */
	TargetCache(long bytes) {
		this.targets = Caffeine.newBuilder()
			.maximumWeight(bytes)
			.weigher(TargetCache::weigh)
			.expireAfterAccess(MEMORY)
			.executor(Runnable::run)
			.build();
	}

	/** Returns how many bytes of the heap all of them may take. */
	static long mostBytes() {
		return Heap.share(32);
	}

	/** Returns what {@code uri} asks, or {@code null} if that is not known here. */
	@Nullable ParsedTarget targetOf(HttpURI uri) {
		// With a fragment it is no target at all, whatever precedes that.
		return (uri.getFragment() == null) ? this.targets.getIfPresent(uri.getPathQuery()) : null;
	}

	@Override
	public void answeredFromStore(HttpURI uri, ParsedTarget parsed) {
		String target = uri.getPathQuery();
		if (target.length() <= LONGEST) {
			this.targets.put(target, parsed);
		}
	}

	private static int weigh(String target, ParsedTarget parsed) {
		return Footprint.CACHE_ENTRY + Footprint.of(target) + parsed.footprint();
	}

}
