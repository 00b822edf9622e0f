package dev.honeyrelay.credentials;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.honeyrelay.run.ProjectName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which credentials are in force now. Whoever needs several of them at once takes
 * one snapshot.
 */
public final class CredentialsSource implements Supplier<Credentials> {

	private static final Logger log = LoggerFactory.getLogger(CredentialsSource.class);

	private final InstantSource time;

	private final List<Consumer<Credentials>> reactions = new CopyOnWriteArrayList<>();

	private volatile State state;

	CredentialsSource(Credentials first, InstantSource time) {
		this.time = time;
		Instant now = time.instant();
		this.state = new State(first, now, null, keysSince(first, null, now));
		tellDoubts(first);
	}

	/** Returns the credentials that are in force. */
	@Override
	public Credentials get() {
		return this.state.credentials();
	}

	/**
	 * Returns who has the token of that digest, or {@code null} if nobody has it or it
	 * has expired.
	 */
	public @Nullable Caller callerOf(TokenDigest token) {
		return get().callerOf(token, this.time.instant());
	}

	/** Returns since when the credentials that are in force have been. */
	public Instant loadedAt() {
		return this.state.loadedAt();
	}

	/**
	 * Returns why newer credentials are not in force, in one sentence, or {@code null} if
	 * there are none.
	 */
	public @Nullable String problem() {
		return this.state.problem();
	}

	/** Returns since when the key of {@code project} has been in force. */
	public Instant keyInForceSince(ProjectName project) {
		return this.state.keySince(project);
	}

	/**
	 * Calls {@code reaction} with the credentials in force each time that the file has
	 * been looked at, whether or not it has changed: what was under way at a change may
	 * have left something behind afterwards.
	 */
	public void whenLookedAt(Consumer<Credentials> reaction) {
		this.reactions.add(reaction);
	}

	/** Calls the reactions: the file has been looked at. */
	void lookedAt() {
		this.reactions.forEach((reaction) -> reaction.accept(get()));
	}

	/** Puts {@code newer} in force. */
	void replace(Credentials newer) {
		Instant now = this.time.instant();
		this.state = new State(newer, now, null, keysSince(newer, this.state, now));
		tellDoubts(newer);
	}

	/** Keeps what is in force, because of {@code problem}. */
	void keep(String problem) {
		State now = this.state;
		this.state = new State(now.credentials(), now.loadedAt(), problem, now.keysSince());
	}

	private static void tellDoubts(Credentials newer) {
		newer.doubts().forEach((doubt) -> log.atWarn().addKeyValue("doubt", doubt).log("credentials may be wrong"));
	}

	private static Map<ProjectName, Instant> keysSince(Credentials newer, @Nullable State before, Instant now) {
		Map<ProjectName, Instant> keysSince = new HashMap<>();
		newer.projects()
			.forEach((name, project) -> keysSince.put(name,
					(before != null && before.has(project)) ? before.keySince(name) : now));
		return Map.copyOf(keysSince);
	}

	/** What is in force, seen at once. */
	private record State(Credentials credentials, Instant loadedAt, @Nullable String problem,
			Map<ProjectName, Instant> keysSince) {

		boolean has(Project project) {
			Project known = this.credentials.project(project.name());
			return known != null && known.apiKey().equals(project.apiKey());
		}

		Instant keySince(ProjectName project) {
			return this.keysSince.getOrDefault(project, this.loadedAt);
		}

	}

}
