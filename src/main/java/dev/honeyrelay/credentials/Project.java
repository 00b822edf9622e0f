package dev.honeyrelay.credentials;

import dev.honeyrelay.run.ProjectName;
import org.jspecify.annotations.Nullable;

/**
 * A HoneyHive project that the relay reads.
 *
 * @param name what the relay's operator calls it
 * @param id what HoneyHive calls it, or {@code null} if nobody said
 * @param apiKey the key that reads it
 */
public record Project(ProjectName name, @Nullable String id, ApiKey apiKey) {
}
