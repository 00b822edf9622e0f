package dev.honeyrelay.results;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.honeyrelay.cache.Sighting;
import dev.honeyrelay.results.CacheStatus.Hit;
import dev.honeyrelay.results.CacheStatus.Refetched;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.run.RunQuery;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads answers of a relay in front of an {@link ImaginaryHoneyHive} and holds each
 * against what it was told before.
 */
final class RandomReader {

	private final Rig rig;

	private final ImaginaryHoneyHive honeyHive;

	// The newest versions told by each question, and those that a change was seen to
	// bring, by run.
	private final Map<RunQuery, List<Integer>> newest = new HashMap<>();

	private final Map<RunId, Integer> changed = new HashMap<>();

	private final Set<String> kinds = new HashSet<>();

	RandomReader(Rig rig, ImaginaryHoneyHive honeyHive) {
		this.rig = rig;
		this.honeyHive = honeyHive;
	}

	/** Returns the kinds of answers that were met. */
	Set<String> kinds() {
		return this.kinds;
	}

	/** Reads the answer to {@code query} and checks it. */
	void read(RunQuery query) {
		String before = this.rig.stored(query);
		Instant now = this.rig.time.instant();
		Answer answer = this.rig.results.answer(query);
		this.rig.awaitIdle();
		this.kinds.add(answer.getClass().getSimpleName());
		if (answer instanceof Answer.Content content) {
			this.kinds.add(content.cacheStatus().getClass().getSimpleName());
			List<Integer> versions = versions(content);
			checkNewer(query, this.newest.get(query), versions);
			if (content.cacheStatus() instanceof Hit hit) {
				checkHit(query, content, hit, now);
			}
			else if (content.cacheStatus() instanceof Refetched && before != null
					&& !versions(before).equals(versions)) {
				changed(query, versions);
			}
			this.newest.put(query, versions);
		}
	}

	/**
	 * Starts to read the answer to {@code query} and returns what waits for it and checks
	 * it.
	 */
	Runnable start(RunQuery query) {
		List<Integer> before = this.newest.get(query);
		CompletableFuture<String> told = this.rig.waiting(query);
		return () -> {
			String text = told.join();
			if (Character.isDigit(text.charAt(0))) {
				List<Integer> versions = versions(text.substring(0, text.indexOf(':')));
				checkNewer(query, before, versions);
				this.newest.merge(query, versions, (one, other) -> isOlder(one, other) ? other : one);
			}
		};
	}

	private void checkHit(RunQuery query, Answer.Content content, Hit hit, Instant now) {
		Duration age = content.age();
		if (hit.detail() != null) {
			this.kinds.add(hit.detail());
			assertThat(hit.timeToLive()).as("stale").isLessThanOrEqualTo(Duration.ZERO);
			assertThat(this.honeyHive.failedLately(query)).as("stands in without need").isTrue();
			return;
		}
		assertThat(hit.timeToLive()).as("fresh").isPositive();
		assertThat(age.plus(hit.timeToLive())).as("lifetime")
			.isLessThanOrEqualTo(this.honeyHive.longestLifetime(query, now.minus(age)));
		for (int i = 0; i < query.runs().size(); i++) {
			int seen = ImaginaryHoneyHive.told(query, this.changed.getOrDefault(query.runs().get(i), 0));
			assertThat(versions(content).get(i)).as("beside what is known to have changed")
				.isGreaterThanOrEqualTo(seen);
		}
	}

	private void changed(RunQuery query, List<Integer> versions) {
		for (int i = 0; i < query.runs().size(); i++) {
			this.changed.merge(query.runs().get(i), versions.get(i), Math::max);
		}
	}

	private static void checkNewer(RunQuery query, @Nullable List<Integer> before, List<Integer> versions) {
		assertThat(before != null && isOlder(versions, before))
			.as("%s after %s to %s", versions, before, query.operation())
			.isFalse();
	}

	private static boolean isOlder(List<Integer> one, List<Integer> other) {
		for (int i = 0; i < one.size(); i++) {
			if (one.get(i) < other.get(i)) {
				return true;
			}
		}
		return false;
	}

	private static List<Integer> versions(Answer.Content content) {
		return versions(Sighting.textOf(content.representation()));
	}

	private static List<Integer> versions(String text) {
		return Arrays.stream(text.strip().split("/")).map(Integer::valueOf).toList();
	}

}
