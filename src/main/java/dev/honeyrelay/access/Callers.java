package dev.honeyrelay.access;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.honeyrelay.credentials.Caller;
import dev.honeyrelay.credentials.Credentials;
import dev.honeyrelay.credentials.CredentialsSource;
import dev.honeyrelay.credentials.Project;
import dev.honeyrelay.credentials.Role;
import dev.honeyrelay.run.ProjectName;
import org.jspecify.annotations.Nullable;

/**
 * Tells who presents a credential, whatever kind it is of: the one place where that is
 * decided.
 */
final class Callers {

	private static final String EVERYBODY = "*";

	private static final Pattern NAME = Pattern.compile("[\\x21-\\x7e]{1,128}");

	private final CredentialsSource credentials;

	private final @Nullable JwtCallers jwt;

	private final Map<String, List<String>> projectsOfNames;

	private final Map<String, List<String>> projectsOfGroups;

	Callers(CredentialsSource credentials, @Nullable JwtCallers jwt, Map<String, List<String>> projectsOfNames,
			Map<String, List<String>> projectsOfGroups) {
		this.credentials = credentials;
		this.jwt = jwt;
		this.projectsOfNames = projectsOfNames;
		this.projectsOfGroups = projectsOfGroups;
	}

	/**
	 * Returns who presents {@code credential}, or {@code null} if nobody known does or
	 * its parts disagree.
	 */
	@Nullable Caller callerOf(Credential credential) {
		String token = credential.token();
		Credential.Identity identity = credential.identity();
		if (identity == null) {
			return (token != null) ? callerOf(token) : null;
		}
		Caller forwarded = named(identity.user(), identity.groups(), this.projectsOfGroups);
		return (token == null || Objects.equals(forwarded, callerOf(token))) ? forwarded : null;
	}

	private @Nullable Caller callerOf(String token) {
		Caller known = this.credentials.callerOf(token);
		if (known != null || this.jwt == null || !JwtCallers.isJwt(token)) {
			return known;
		}
		String name = this.jwt.nameIn(token);
		return (name != null) ? named(name, List.of(name), this.projectsOfNames) : null;
	}

	// Who has no entry of its own reads what is there for the likes of it.
	private @Nullable Caller named(String name, Collection<String> likes, Map<String, List<String>> projects) {
		Credentials inForce = this.credentials.get();
		Caller known = inForce.callerNamed(name);
		if (known != null || !NAME.matcher(name).matches()) {
			return known;
		}
		Set<Project> readable = new LinkedHashSet<>();
		Stream.concat(likes.stream(), Stream.of(EVERYBODY))
			.flatMap((like) -> projects.getOrDefault(like, List.of()).stream())
			.filter(ProjectName::isName)
			.map((project) -> inForce.project(new ProjectName(project)))
			.filter(Objects::nonNull)
			.forEach(readable::add);
		List<Project> all = List.copyOf(readable);
		return all.isEmpty() ? null : new Caller(name, Role.READER, all, all.getFirst(), null);
	}

}
