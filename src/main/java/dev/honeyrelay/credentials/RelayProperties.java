package dev.honeyrelay.credentials;

import java.util.List;
import java.util.Map;

import dev.honeyrelay.run.ProjectName;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * The one project and the one caller to get going with.
 *
 * @param apiKey HoneyHive key of the project named default.
 * @param projectId That project's id; only the dialect "project" needs it.
 * @param token Token of the one caller, named default, at least 20 characters.
 */
@ConfigurationProperties("relay")
public record RelayProperties(@Nullable String apiKey, @Nullable String projectId, @Nullable String token) {

	private static final ProjectName DEFAULT = new ProjectName("default");

	private static final int SHORTEST_TOKEN = 20;

	/**
	 * Returns the credentials to start with.
	 * @throws IllegalArgumentException if the key or the token is missing or unfit, in
	 * one sentence that shows neither
	 */
	Credentials credentials() {
		Assert.isTrue(StringUtils.hasText(this.apiKey),
				"relay.api-key is missing: set HH_API_KEY to the HoneyHive key of the project to read.");
		Assert.isTrue(this.token != null && this.token.strip().length() >= SHORTEST_TOKEN,
				"relay.token is missing or too short: set RELAY_TOKEN to a secret of at least 20 characters.");
		Assert.isTrue(ApiKey.isFit(this.apiKey.strip()),
				"relay.api-key must be visible ASCII characters without spaces: look at HH_API_KEY.");
		String id = StringUtils.hasText(this.projectId) ? this.projectId.strip() : null;
		Project project = new Project(DEFAULT, id, ApiKey.of(this.apiKey));
		Caller caller = new Caller("default", List.of(DEFAULT));
		return new Credentials(Map.of(DEFAULT, project), Map.of(TokenDigest.of(this.token.strip()), caller));
	}

	/** Returns nothing of what it holds. */
	@Override
	public String toString() {
		return "RelayProperties[****]";
	}

}
