package dev.honeyrelay.credentials;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.honeyrelay.run.ProjectName;
import org.jspecify.annotations.Nullable;

/**
 * Puts credentials together, projects first, and refuses what contradicts itself.
 * Wherever they come from, the same rules hold.
 */
final class CredentialsBuilder {

	private static final String EVERY_PROJECT = "*";

	private final ProjectRule rule;

	private final Map<ProjectName, Project> projects = new LinkedHashMap<>();

	private final Map<String, Caller> callers = new HashMap<>();

	private final Map<TokenDigest, Grant> grants = new HashMap<>();

	private final Map<Caller.Identity, Caller> identities = new HashMap<>();

	private final Set<String> withoutIdentities = new HashSet<>();

	private final Set<String> ids = new HashSet<>();

	private final List<String> doubts = new ArrayList<>();

	// One list for all who read everything: both may be many.
	private @Nullable List<Project> everyProject;

	CredentialsBuilder(ProjectRule rule) {
		this.rule = rule;
	}

	/** Adds {@code project}, which stands at {@code place}. */
	void add(Project project, YamlPath place) {
		String objection = this.rule.objectionTo(project);
		if (objection != null) {
			throw place.refuse("the project " + project.name() + ' ' + objection);
		}
		if (this.projects.putIfAbsent(project.name(), project) != null) {
			throw place.refuse("there already is a project " + project.name());
		}
		if (this.ids.contains(project.name().value()) || isNameOfAnother(project.id(), project)) {
			throw place.refuse("the project " + project.name() + " has a name or an id that is another's id or name");
		}
		if (project.id() != null) {
			this.ids.add(project.id());
		}
		String doubt = this.rule.doubtAbout(project);
		if (doubt != null) {
			this.doubts.add("the project " + project.name() + ' ' + doubt);
		}
		this.everyProject = null;
	}

	/** Adds a caller of everything that {@code projects} lists; its tokens come later. */
	Caller add(String name, Role role, List<String> projects, @Nullable Integer requestsPerMinute, YamlPath place) {
		if (this.callers.containsKey(name)) {
			throw place.refuse("there already is a caller " + name);
		}
		Caller caller = caller(name, role, projects, requestsPerMinute, place);
		this.callers.put(name, caller);
		return caller;
	}

	private Caller caller(String name, Role role, List<String> projects, @Nullable Integer requestsPerMinute,
			YamlPath place) {
		if (!projects.contains(EVERY_PROJECT)) {
			List<Project> known = projects.stream().map((project) -> known(name, project, place)).toList();
			if (known.isEmpty() || new HashSet<>(known).size() < known.size()) {
				throw place.refuse("the caller " + name + " needs projects, each one once");
			}
			return new Caller(name, role, known, known.getFirst(), requestsPerMinute, null);
		}
		if (projects.size() > 1 || this.projects.isEmpty()) {
			throw place.refuse("the caller " + name + " may read \"*\", which stands alone and needs projects");
		}
		if (this.everyProject == null) {
			this.everyProject = List.copyOf(this.projects.values());
		}
		return new Caller(name, role, this.everyProject, null, requestsPerMinute, null);
	}

	/** Adds a token of {@code caller}. */
	void add(TokenDigest token, Caller caller, @Nullable Instant expires, YamlPath place) {
		if (this.grants.putIfAbsent(token, new Grant(caller, expires)) != null) {
			throw place.refuse("the caller " + caller.name() + " has a token that is there already");
		}
	}

	/** Adds somebody whom an issuer or the gateway names, and who is {@code caller}. */
	void add(Caller.Identity identity, Caller caller, YamlPath place) {
		Caller other = this.identities.putIfAbsent(identity, caller);
		if (other != null) {
			throw place.refuse("the caller " + caller.name() + " has an identity that the caller " + other.name()
					+ " has already");
		}
	}

	/** Notes that {@code caller} lists no identity. */
	void noteWithoutIdentities(Caller caller) {
		this.withoutIdentities.add(caller.name());
	}

	/** Returns what was added. */
	Credentials build() {
		return new Credentials(this.projects, this.grants, this.identities, this.withoutIdentities, this.doubts);
	}

	private Project known(String caller, String project, YamlPath place) {
		Project known = projectNamed(project);
		if (known == null) {
			throw place.refuse("the caller " + caller + " may read a project that is not there");
		}
		return known;
	}

	private boolean isNameOfAnother(@Nullable String id, Project project) {
		return id != null && !id.equals(project.name().value()) && projectNamed(id) != null;
	}

	private @Nullable Project projectNamed(String name) {
		return ProjectName.isName(name) ? this.projects.get(new ProjectName(name)) : null;
	}

}
