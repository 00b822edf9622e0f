package dev.honeyrelay.status;

import java.time.Instant;
import java.util.Map;

import dev.honeyrelay.upstream.ProjectStatus;
import org.jspecify.annotations.Nullable;

/**
 * The state of the relay at one moment, as its operator reads it in JSON.
 *
 * @param projects the projects by name
 * @param cache what is stored, and how much it helps
 * @param credentials the credentials that are in force
 */
record RelayStatus(Map<String, ProjectState> projects, CacheState cache, CredentialsState credentials) {

	/**
	 * One project.
	 *
	 * @param key the key that reads it
	 * @param upstream how HoneyHive has been doing for it
	 */
	record ProjectState(KeyState key, ProjectStatus upstream) {
	}

	/**
	 * A HoneyHive key, which is not in here.
	 *
	 * @param masked what may be shown of it
	 * @param origin where it comes from: environment or file
	 * @param since since when it has been in force
	 * @param ageSeconds how long that is
	 */
	record KeyState(String masked, String origin, Instant since, long ageSeconds) {
	}

	/**
	 * The store.
	 *
	 * @param bytes bytes that stored responses take
	 * @param entries how many there are
	 * @param hitRatio share of fresh answers from the store among all with content since
	 * the start, or {@code null} if there were none
	 */
	record CacheState(long bytes, long entries, @Nullable Double hitRatio) {
	}

	/**
	 * The credentials.
	 *
	 * @param file none, in-force, or last-good if the file is of no use as it is
	 * @param loadedAt when those in force were read
	 * @param problem why the file is of no use, or {@code null}
	 */
	record CredentialsState(String file, Instant loadedAt, @Nullable String problem) {
	}

}
