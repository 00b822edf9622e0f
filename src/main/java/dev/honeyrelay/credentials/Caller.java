package dev.honeyrelay.credentials;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

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

	private static final Pattern NAME = Pattern.compile("[\\x21-\\x7e]{1,128}");

	private static final Pattern GROUP = Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]{0,126}[\\x21-\\x7e])?");

	public Caller {
		projects = List.copyOf(projects);
	}

	/**
	 * Returns whether {@code text} can be the name of a caller, in the credentials file,
	 * a token or a gateway's header field: visible ASCII characters without spaces, 128
	 * at most.
	 */
	public static boolean isName(String text) {
		return NAME.matcher(text).matches();
	}

	/**
	 * Returns whether {@code text} can be the name of a group: as a caller's, and with
	 * spaces within.
	 */
	public static boolean isGroup(String text) {
		return GROUP.matcher(text).matches();
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
