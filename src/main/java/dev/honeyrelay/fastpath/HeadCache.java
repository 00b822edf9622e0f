package dev.honeyrelay.fastpath;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.honeyrelay.memory.Heap;
import dev.honeyrelay.run.Footprint;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Remembers what the heads of requests say that have been answered from the store. A
 * client that polls sends the same bytes over and over, and they need not be parsed
 * again.
 */
@Component
@ConditionalOnFastPath
final class HeadCache {

	// Since it was learnt: to count from its last use, Caffeine would note every use.
	private static final Duration MEMORY = Duration.ofMinutes(30);

	private final Cache<RequestHeadDigest, ParsedHead> heads;

	HeadCache() {
		this(mostBytes());
	}

	/** Creates a memory that takes at most {@code bytes} of the heap. */
	HeadCache(long bytes) {
		this.heads = Caffeine.newBuilder()
			.maximumWeight(bytes)
			.weigher(HeadCache::weigh)
			.expireAfterWrite(MEMORY)
			.executor(Runnable::run)
			.build();
	}

	/** Returns how many bytes of the heap all of them may take. */
	static long mostBytes() {
		return Heap.share(32);
	}

	/** Returns what {@code head} says, or {@code null} if that is not known here. */
	@Nullable ParsedHead headOf(RequestHeadDigest head) {
		return this.heads.getIfPresent(head);
	}

	/** Remembers that {@code head} says {@code parsed}. */
	void remember(RequestHeadDigest head, ParsedHead parsed) {
		this.heads.put(head, parsed);
	}

	private static int weigh(RequestHeadDigest head, ParsedHead parsed) {
		return Footprint.CACHE_ENTRY + 2 * Footprint.OBJECT + parsed.footprint();
	}

}
