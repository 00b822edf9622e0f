package dev.honeyrelay.credentials;

import org.jspecify.annotations.Nullable;

/**
 * A condition that every project has to meet, such as to have an id.
 */
@FunctionalInterface
public interface ProjectRule {

	/**
	 * Returns what is wrong with {@code project}, as the rest of a sentence that begins
	 * with its name, or {@code null} if nothing is.
	 */
	@Nullable String objectionTo(Project project);

	/**
	 * Returns what is probably wrong with {@code project}, as the rest of a sentence that
	 * begins with its name, or {@code null} if nothing is. It is told, and nothing is
	 * refused for it.
	 */
	default @Nullable String doubtAbout(Project project) {
		return null;
	}

}
