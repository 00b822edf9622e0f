package dev.honeyrelay.credentials;

import java.util.Map;

import dev.honeyrelay.run.ProjectName;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is in force at one moment: which projects are read with which keys, and
 * who may.
 *
 * @param projects the projects by name
 * @param callers the callers by the digest of each of their tokens
 */
public record Credentials(Map<ProjectName, Project> projects, Map<TokenDigest, Caller> callers) {

	public Credentials {
		projects = Map.copyOf(projects);
		callers = Map.copyOf(callers);
	}

	/** Returns the project of that name, or {@code null} if there is none. */
	public @Nullable Project project(ProjectName name) {
		return this.projects.get(name);
	}

	/** Returns who presents {@code token}, or {@code null} if nobody has it. */
	public @Nullable Caller callerOf(String token) {
		return this.callers.get(TokenDigest.of(token));
	}

	/** Returns how much there is, and no secret. */
	@Override
	public String toString() {
		return "Credentials[" + this.projects.size() + " projects, " + this.callers.size() + " tokens]";
	}

}
