package dev.honeyrelay.credentials;

import java.util.List;

import dev.honeyrelay.run.ProjectName;

/**
 * Somebody who may read through the relay.
 *
 * @param name who it is, as the audit log calls them
 * @param projects what they may read, the default one first; never empty
 */
public record Caller(String name, List<ProjectName> projects) {

	public Caller {
		projects = List.copyOf(projects);
	}

}
