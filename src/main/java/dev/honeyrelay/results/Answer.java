package dev.honeyrelay.results;

import java.time.Duration;

import dev.honeyrelay.run.Outage;
import dev.honeyrelay.run.Representation;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can come of a question about runs.
 */
public sealed interface Answer {

	/**
	 * HoneyHive's bytes, from the store or fresh from the wire.
	 *
	 * @param representation the bytes
	 * @param age how long ago HoneyHive was asked for them, or {@code null} if this was
	 * for this answer
	 * @param cacheStatus how the answer came about
	 */
	record Content(Representation representation, @Nullable Duration age, CacheStatus cacheStatus) implements Answer {
	}

	/**
	 * HoneyHive says that there is no such run.
	 */
	record RunNotFound() implements Answer {
	}

	/**
	 * HoneyHive refused the request itself.
	 *
	 * @param message HoneyHive's reason, cleaned, or {@code null} if it gave none
	 */
	record Rejected(@Nullable String message) implements Answer {
	}

	/**
	 * Nothing to answer with.
	 *
	 * @param outage why
	 */
	record Unavailable(Outage outage) implements Answer {
	}

}
