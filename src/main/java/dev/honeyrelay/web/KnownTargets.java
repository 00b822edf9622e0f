package dev.honeyrelay.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
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

	// What an entry takes beside its target, which its question repeats the most of; and
	// what all of them may take: 100 000 usual ones.
	private static final int OVERHEAD = 250;

	private static final long BYTES = 40 * 1024 * 1024;

	private final Cache<String, Question> questions = Caffeine.newBuilder()
		.maximumWeight(BYTES)
		.weigher((String target, Question question) -> OVERHEAD + 2 * target.length())
		.build();

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

}
