package dev.honeyrelay.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Remembers what the heads of requests say that have been answered from the store.
 * Whoever polls sends the same bytes over and over, and nobody has to parse them again.
 */
@Component
final class KnownHeads {

	// An entry takes about half a kilobyte.
	private static final int ENTRIES = 50_000;

	private final Cache<Head, Reading> readings = Caffeine.newBuilder().maximumSize(ENTRIES).build();

	/** Returns what {@code head} says, or {@code null} if that is not known here. */
	@Nullable Reading readingOf(Head head) {
		return this.readings.getIfPresent(head);
	}

	/** Remembers that {@code head} says {@code reading}. */
	void remember(Head head, Reading reading) {
		this.readings.put(head, reading);
	}

}
