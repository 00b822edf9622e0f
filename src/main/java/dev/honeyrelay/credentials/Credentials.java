package dev.honeyrelay.credentials;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.honeyrelay.run.ProjectName;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is in force at one moment: which projects are read with which keys, and
 * who may.
 */
public final class Credentials {

	private final Map<ProjectName, Project> projects;

	private final Map<Caller.Identity, Caller> identities;

	private final Set<String> withoutIdentities;

	private final Map<TokenDigest, Grant> grants;

	private final List<String> doubts;

	Credentials(Map<ProjectName, Project> projects, Map<TokenDigest, Grant> grants,
			Map<Caller.Identity, Caller> identities, Set<String> withoutIdentities, List<String> doubts) {
		this.doubts = List.copyOf(doubts);
		this.identities = Map.copyOf(identities);
		this.withoutIdentities = Collections.unmodifiableSet(new TreeSet<>(withoutIdentities));
		this.projects = Collections.unmodifiableMap(new LinkedHashMap<>(projects));
		this.grants = Map.copyOf(grants);
	}

	/** Returns the projects by name, in the order in which they were given. */
	public Map<ProjectName, Project> projects() {
		return this.projects;
	}

	/** Returns the project of that name, or {@code null} if there is none. */
	public @Nullable Project project(ProjectName name) {
		return this.projects.get(name);
	}

	/**
	 * Returns who has the token of that digest at {@code now}, or {@code null} if nobody
	 * has it or it has expired. Takes the same time however many callers there are and
	 * however much of the token is right.
	 */
	public @Nullable Caller callerOf(TokenDigest token, Instant now) {
		Grant grant = this.grants.get(token);
		return (grant != null && grant.isGoodAt(now)) ? grant.caller() : null;
	}

	/** Returns whether there is a token of that digest, expired or not. */
	public boolean has(TokenDigest token) {
		return this.grants.containsKey(token);
	}

	/**
	 * Returns the caller whose entry lists {@code identity}, or {@code null} if none
	 * does. The name of a caller is no identity of it.
	 */
	public @Nullable Caller callerOf(Caller.Identity identity) {
		return this.identities.get(identity);
	}

	/** Returns the short names of the issuers that identities of callers name. */
	public Set<String> issuers() {
		return this.identities.keySet()
			.stream()
			.map(Caller.Identity::issuer)
			.filter(Objects::nonNull)
			.collect(Collectors.toCollection(TreeSet::new));
	}

	/**
	 * Returns the names of the callers of the credentials file whom no issuer and no
	 * gateway stands for.
	 */
	public Set<String> withoutIdentities() {
		return this.withoutIdentities;
	}

	/**
	 * Returns what is probably wrong with them and was not refused, a sentence each, in
	 * which no secret is.
	 */
	public List<String> doubts() {
		return this.doubts;
	}

	/** Returns how much there is, and no secret. */
	@Override
	public String toString() {
		return "Credentials[" + this.projects.size() + " projects, " + this.grants.size() + " tokens]";
	}

}
