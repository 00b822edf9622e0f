package dev.honeyrelay.credentials;

import java.util.regex.Pattern;

import dev.honeyrelay.run.ProjectName;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A HoneyHive project that the relay reads.
 *
 * @param name what the relay's operator calls it
 * @param id what HoneyHive calls it, or {@code null} if nobody said
 * @param apiKey the key that reads it
 */
public record Project(ProjectName name, @Nullable String id, ApiKey apiKey) {

	private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

	/**
	 * @throws IllegalArgumentException if {@code id} is not a safe path segment
	 */
	public Project {
		Assert.isTrue(id == null || isId(id), "not a project's id");
	}

	/** Returns whether {@code text} can be an id: it has to fit into a path. */
	static boolean isId(String text) {
		return ID.matcher(text).matches();
	}

}
