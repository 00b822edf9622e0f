package dev.honeyrelay.credentials;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.honeyrelay.run.ProjectName;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is in force at one moment: which projects are read with which keys, and
 * who may.
 */
public final class Credentials {

	private final Map<ProjectName, Project> projects;

	private final Map<String, Caller> callers;

	private final Map<TokenDigest, Grant> grants;

	private final List<String> doubts;

	Credentials(Map<ProjectName, Project> projects, Map<String, Caller> callers, Map<TokenDigest, Grant> grants,
			List<String> doubts) {
		this.doubts = List.copyOf(doubts);
		this.callers = Map.copyOf(callers);
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
	 * Returns the caller of that name, or {@code null} if there is none: for those who
	 * are known by something else than a token.
	 */
	public @Nullable Caller callerNamed(String name) {
		return this.callers.get(name);
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
