package dev.honeyrelay.api;

import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunId;

/**
 * Is told of each run that an administrator purges, to forget what it has about it.
 */
@FunctionalInterface
public interface PurgedRuns {

	/** Forgets what is known about {@code run} of {@code project}. */
	void purged(ProjectName project, RunId run);

}
