package dev.honeyrelay.web;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.honeyrelay.run.Footprint;
import dev.honeyrelay.run.Heap;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Remembers what the heads of requests say that have been answered from the store.
 * Whoever polls sends the same bytes over and over, and nobody has to parse them again.
 */
@Component
final class KnownHeads {

	// Whoever polls does so sooner than this.
	private static final Duration MEMORY = Duration.ofMinutes(30);

	private final Cache<Head, Reading> readings;

	KnownHeads() {
		this(mostBytes());
	}

	/** Creates a memory that takes at most {@code bytes} of the heap. */
	KnownHeads(long bytes) {
		this.readings = Caffeine.newBuilder()
			.maximumWeight(bytes)
			.weigher(KnownHeads::weigh)
			.expireAfterAccess(MEMORY)
			.build();
	}

	/** Returns how many bytes of the heap all of them may take. */
	static long mostBytes() {
		return Heap.share(32);
	}

	/** Returns what {@code head} says, or {@code null} if that is not known here. */
	@Nullable Reading readingOf(Head head) {
		return this.readings.getIfPresent(head);
	}

	/** Remembers that {@code head} says {@code reading}. */
	void remember(Head head, Reading reading) {
		this.readings.put(head, reading);
	}

	private static int weigh(Head head, Reading reading) {
		return Footprint.CACHE_ENTRY + 2 * Footprint.OBJECT + reading.footprint();
	}

}
