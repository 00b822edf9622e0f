package dev.honeyrelay.credentials;

import org.jspecify.annotations.Nullable;

/**
 * What has to be true of every project because of what it is used for.
 */
@FunctionalInterface
public interface ProjectRule {

	/**
	 * Returns what is wrong with {@code project}, as the rest of a sentence that begins
	 * with its name, or {@code null} if nothing is.
	 */
	@Nullable String objectionTo(Project project);

}
