package dev.honeyrelay.cache;

import org.jspecify.annotations.Nullable;

/**
 * What came of asking the shared level.
 *
 * @param <T> what it was asked for
 */
sealed interface SharedReply<T extends @Nullable Object> {

	/**
	 * It answered in time.
	 *
	 * @param <T> what it was asked for
	 * @param value its answer
	 */
	record Given<T extends @Nullable Object>(T value) implements SharedReply<T> {
	}

	/**
	 * It did not, or refused.
	 *
	 * @param <T> what it was asked for
	 */
	record Failed<T extends @Nullable Object>() implements SharedReply<T> {
	}

	/**
	 * It was not asked, since it lately failed too often.
	 *
	 * @param <T> what it was asked for
	 */
	record Suspended<T extends @Nullable Object>() implements SharedReply<T> {
	}

}
