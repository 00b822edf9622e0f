package dev.honeyrelay.access;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.honeyrelay.credentials.Caller;
import dev.honeyrelay.credentials.Credentials;
import dev.honeyrelay.credentials.Project;
import dev.honeyrelay.credentials.Role;
import dev.honeyrelay.run.ProjectName;
import org.jspecify.annotations.Nullable;

/**
 * What they may read who have no entry of their own in the credentials file.
 *
 * @param projects names of projects, or {@code *} for all of them, by group; the group
 * {@code *} is everybody's
 */
record GroupGrants(Map<String, List<String>> projects) {

	private static final String EVERY = "*";

	GroupGrants {
		projects = Map.copyOf(projects);
	}

	/**
	 * Returns whoever {@code identity} names, as somebody who reads what {@code groups}
	 * may, or {@code null} if that is nothing.
	 */
	@Nullable Caller reader(Caller.Identity identity, Collection<String> groups, Credentials inForce) {
		Set<Project> readable = new LinkedHashSet<>();
		List<String> listed = Stream.concat(groups.stream(), Stream.of(EVERY))
			.flatMap((group) -> this.projects.getOrDefault(group, List.of()).stream())
			.toList();
		listed.stream()
			.filter(ProjectName::isName)
			.map((project) -> inForce.project(new ProjectName(project)))
			.filter(Objects::nonNull)
			.forEach(readable::add);
		Project first = readable.isEmpty() ? null : readable.iterator().next();
		if (listed.contains(EVERY)) {
			readable.addAll(inForce.projects().values());
		}
		return readable.isEmpty() ? null
				: new Caller(identity.name(), Role.READER, List.copyOf(readable), first, null, identity);
	}

	/** Returns the names that stand for no project of {@code inForce}. */
	Set<String> unknownProjects(Credentials inForce) {
		Predicate<String> known = (name) -> name.equals(EVERY)
				|| (ProjectName.isName(name) && inForce.project(new ProjectName(name)) != null);
		Set<String> strangers = new TreeSet<>();
		this.projects.values().forEach((names) -> names.stream().filter(known.negate()).forEach(strangers::add));
		return strangers;
	}

}
