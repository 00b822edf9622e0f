package dev.honeyrelay.credentials;

import java.nio.file.Path;
import java.util.List;

import dev.honeyrelay.run.ProjectName;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * The one project and the one caller to get going with, and where the others are.
 *
 * @param apiKey HoneyHive key of the project named default.
 * @param projectId HoneyHive's id of the project named default; only the dialect
 * "project" needs it.
 * @param token Token of the one caller, named default, at least 20 characters.
 * @param credentials Path of a YAML file with further projects and callers; a change of
 * it takes effect without a restart.
 */
@ConfigurationProperties("relay")
public record RelayProperties(@Nullable String apiKey, @Nullable String projectId, @Nullable String token,
		@Nullable String credentials) {

	private static final String DEFAULT = "default";

	private static final int SHORTEST_TOKEN = 20;

	/** Returns the credentials file, or {@code null} if there is to be none. */
	@Nullable Path file() {
		return StringUtils.hasText(this.credentials) ? Path.of(ApiKey.stripped(this.credentials)) : null;
	}

	/** Returns whether there is to be a credentials file. */
	public boolean hasFile() {
		return file() != null;
	}

	/**
	 * Returns whether the settings, and not the file, have the key of {@code project}.
	 */
	public boolean isOriginOf(ProjectName project) {
		return StringUtils.hasText(this.apiKey) && project.value().equals(DEFAULT);
	}

	/**
	 * Adds the project, if there is one.
	 * @throws IllegalArgumentException if there has to be one, or it is unfit, in one
	 * sentence that does not show the key
	 */
	void addProject(CredentialsBuilder credentials) {
		if (!StringUtils.hasText(this.apiKey)) {
			Assert.isTrue(file() != null,
					"relay.api-key is missing: set HH_API_KEY to the HoneyHive key of the project to read.");
			return;
		}
		Assert.isTrue(ApiKey.isFit(ApiKey.stripped(this.apiKey)),
				"relay.api-key must be visible ASCII characters without spaces: look at HH_API_KEY.");
		String id = StringUtils.hasText(this.projectId) ? ApiKey.stripped(this.projectId) : null;
		Assert.isTrue(id == null || Project.isId(id),
				"relay.project-id must be letters, digits, dots, underscores and hyphens: look at HH_PROJECT_ID.");
		credentials.add(new Project(new ProjectName(DEFAULT), id, ApiKey.of(this.apiKey)),
				at("relay.project-id (HH_PROJECT_ID)"));
	}

	/**
	 * Adds the caller, if there is one.
	 * @throws IllegalArgumentException if there has to be one, or it is unfit, in one
	 * sentence that does not show the token
	 */
	void addCaller(CredentialsBuilder credentials) {
		if (!StringUtils.hasText(this.token) && file() != null) {
			return;
		}
		Assert.isTrue(this.token != null && ApiKey.stripped(this.token).length() >= SHORTEST_TOKEN,
				"relay.token is missing or too short: set RELAY_TOKEN to a secret of at least 20 characters.");
		YamlPath place = at("relay.token");
		Caller caller = credentials.add(DEFAULT, Role.READER, List.of(DEFAULT), null, place);
		credentials.add(TokenDigest.of(ApiKey.stripped(this.token)), caller, null, place);
	}

	/** Returns nothing of what it holds. */
	@Override
	public String toString() {
		return "RelayProperties[****]";
	}

	private static YamlPath at(String setting) {
		return (reason) -> new IllegalArgumentException(setting + ": " + reason + '.');
	}

}
