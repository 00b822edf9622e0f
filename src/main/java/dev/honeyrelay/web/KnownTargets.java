package dev.honeyrelay.web;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.honeyrelay.run.Footprint;
import dev.honeyrelay.run.Heap;
import org.eclipse.jetty.http.HttpURI;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Remembers what the targets ask that a controller has answered from the store, so that
 * nobody else has to take paths and parameters apart.
 */
@Component
final class KnownTargets {

	private static final int LONGEST = 1024;

	// Whoever polls does so sooner than this.
	private static final Duration MEMORY = Duration.ofMinutes(30);

	private final Cache<String, Question> questions;

	KnownTargets() {
		this(mostBytes());
	}

	/** Creates a memory that takes at most {@code bytes} of the heap. */
	KnownTargets(long bytes) {
		this.questions = Caffeine.newBuilder()
			.maximumWeight(bytes)
			.weigher(KnownTargets::weigh)
			.expireAfterAccess(MEMORY)
			.build();
	}

	/** Returns how many bytes of the heap all of them may take. */
	static long mostBytes() {
		return Heap.share(32);
	}

	/** Returns what {@code uri} asks, or {@code null} if that is not known here. */
	@Nullable Question questionOf(HttpURI uri) {
		// With a fragment it is no target at all, whatever precedes that.
		return (uri.getFragment() == null) ? this.questions.getIfPresent(uri.getPathQuery()) : null;
	}

	/** Remembers that {@code uri} asks {@code question}. */
	void remember(HttpURI uri, Question question) {
		String target = uri.getPathQuery();
		if (target.length() <= LONGEST) {
			this.questions.put(target, question);
		}
	}

	private static int weigh(String target, Question question) {
		return Footprint.CACHE_ENTRY + Footprint.of(target) + question.footprint();
	}

}
