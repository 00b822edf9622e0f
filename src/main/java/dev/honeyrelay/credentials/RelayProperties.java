package dev.honeyrelay.credentials;

import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import dev.honeyrelay.run.ProjectName;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * The one project and the one caller to get going with, and where the others are.
 *
 * @param apiKey HoneyHive key of the project named default.
 * @param apiKeyFile Path or file: URL of a file that holds that key, instead of the key
 * itself; a change of it takes effect without a restart.
 * @param projectId HoneyHive's id of the project named default; only the dialect
 * "project" needs it.
 * @param token Token of the one caller, named default, at least 20 characters.
 * @param tokenFile Path or file: URL of a file that holds that token, instead of the
 * token itself; a change of it takes effect without a restart.
 * @param credentials Path or file: URL of a YAML file with further projects and callers;
 * a change of it takes effect without a restart.
 */
@ConfigurationProperties("relay")
public record RelayProperties(@Nullable String apiKey, @Nullable String apiKeyFile, @Nullable String projectId,
		@Nullable String token, @Nullable String tokenFile, @Nullable String credentials) {

	/** The setting that names the file with HoneyHive's key. */
	static final String KEY_FILE = "relay.api-key-file";

	/** The setting that names the file with the token. */
	static final String TOKEN_FILE = "relay.token-file";

	private static final String DEFAULT = "default";

	private static final int SHORTEST_TOKEN = 20;

	private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:");

	public RelayProperties {
		Assert.isTrue(!StringUtils.hasText(apiKey) || !StringUtils.hasText(apiKeyFile),
				"relay.api-key and relay.api-key-file are both set: unset HH_API_KEY or HH_API_KEY_FILE.");
		Assert.isTrue(!StringUtils.hasText(token) || !StringUtils.hasText(tokenFile),
				"relay.token and relay.token-file are both set: unset RELAY_TOKEN or RELAY_TOKEN_FILE.");
	}

	/** Returns the credentials file, or {@code null} if there is to be none. */
	@Nullable Path file() {
		return pathIn(this.credentials, YamlEntry.SETTING);
	}

	/** Returns the file with HoneyHive's key, or {@code null} if it is in none. */
	@Nullable Path pathOfKey() {
		return pathIn(this.apiKeyFile, KEY_FILE);
	}

	/** Returns the file with the token, or {@code null} if it is in none. */
	@Nullable Path pathOfToken() {
		return pathIn(this.tokenFile, TOKEN_FILE);
	}

	/** Returns whether there is to be a file of any kind, which may change. */
	public boolean hasFile() {
		return file() != null || pathOfKey() != null || pathOfToken() != null;
	}

	/**
	 * Returns whether the settings, and not a file, have the key of {@code project}.
	 */
	public boolean isOriginOf(ProjectName project) {
		return StringUtils.hasText(this.apiKey) && project.value().equals(DEFAULT);
	}

	/**
	 * Adds the project, if there is one.
	 * @param fromFile its key, where that is in a file
	 * @throws IllegalArgumentException if there has to be one, or it is unfit, in one
	 * sentence that does not show the key
	 */
	void addProject(CredentialsBuilder credentials, @Nullable String fromFile) {
		String key = (fromFile != null) ? fromFile : this.apiKey;
		if (!StringUtils.hasText(key)) {
			Assert.isTrue(file() != null,
					"relay.api-key is missing: set HH_API_KEY to the HoneyHive key of the project to read.");
			return;
		}
		Assert.isTrue(ApiKey.isFit(ApiKey.stripped(key)),
				"relay.api-key must be visible ASCII characters without spaces: look at HH_API_KEY.");
		String id = StringUtils.hasText(this.projectId) ? ApiKey.stripped(this.projectId) : null;
		Assert.isTrue(id == null || Project.isId(id),
				"relay.project-id must be letters, digits, dots, underscores and hyphens: look at HH_PROJECT_ID.");
		credentials.add(new Project(new ProjectName(DEFAULT), id, ApiKey.of(key)),
				at("relay.project-id (HH_PROJECT_ID)"));
	}

	/**
	 * Adds the caller, if there is one.
	 * @param fromFile its token, where that is in a file
	 * @throws IllegalArgumentException if there has to be one, or it is unfit, in one
	 * sentence that does not show the token
	 */
	void addCaller(CredentialsBuilder credentials, @Nullable String fromFile) {
		String secret = (fromFile != null) ? fromFile : this.token;
		if (!StringUtils.hasText(secret) && file() != null) {
			return;
		}
		Assert.isTrue(secret != null && ApiKey.stripped(secret).length() >= SHORTEST_TOKEN, () -> (fromFile != null)
				? TOKEN_FILE + ": the token in the file that it names has less than 20 characters."
				: "relay.token is missing or too short: set RELAY_TOKEN to a secret of at least 20 characters.");
		YamlPath place = at((fromFile != null) ? TOKEN_FILE : "relay.token");
		Caller caller = credentials.add(DEFAULT, Role.READER, List.of(DEFAULT), null, place);
		credentials.add(TokenDigest.of(ApiKey.stripped(secret)), caller, null, place);
	}

	/** Returns nothing of what it holds. */
	@Override
	public String toString() {
		return "RelayProperties[****]";
	}

	// A text with a scheme that is no file's would be taken for the name of a file.
	private static @Nullable Path pathIn(@Nullable String location, String setting) {
		if (!StringUtils.hasText(location)) {
			return null;
		}
		String text = ApiKey.stripped(location);
		try {
			if (text.regionMatches(true, 0, "file:/", 0, 6)) {
				return Path.of(URI.create(text));
			}
			if (!SCHEME.matcher(text).lookingAt()) {
				return Path.of(text);
			}
		}
		catch (IllegalArgumentException | FileSystemNotFoundException ex) {
			// Refused below, without what was read.
		}
		throw new IllegalArgumentException(setting + " must be a path, or a file: URL such as file:/run/secrets/name.");
	}

	private static YamlPath at(String setting) {
		return (reason) -> new IllegalArgumentException(setting + ": " + reason + '.');
	}

}
