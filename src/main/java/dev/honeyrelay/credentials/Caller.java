package dev.honeyrelay.credentials;

import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Somebody who may read through the relay.
 *
 * @param name who it is, as the audit log calls them
 * @param role what they may do beside reading
 * @param projects what they may read; never empty
 * @param defaultProject what they read where they name no project, or {@code null} if
 * they have to name one
 * @param requestsPerMinute how often they may ask, or {@code null} if as everybody
 */
public record Caller(String name, Role role, List<Project> projects, @Nullable Project defaultProject,
		@Nullable Integer requestsPerMinute) {

	public Caller {
		projects = List.copyOf(projects);
	}

	/**
	 * Returns the one of the caller's projects that has this name, or {@code null}:
	 * whether there is another one of that name, nobody is told.
	 */
	public @Nullable Project projectNamed(String name) {
		return project((project) -> project.name().value().equals(name));
	}

	/**
	 * Returns the one of the caller's projects that has this name or id, or {@code null}.
	 */
	public @Nullable Project projectCalled(String nameOrId) {
		return project((project) -> project.name().value().equals(nameOrId) || nameOrId.equals(project.id()));
	}

	private @Nullable Project project(Predicate<Project> which) {
		return this.projects.stream().filter(which).findFirst().orElse(null);
	}

}
