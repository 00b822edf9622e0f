package dev.honeyrelay.cache;

import java.time.Duration;
import java.time.Instant;

import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.run.RunQuery;
import org.jspecify.annotations.Nullable;

/**
 * The level of the cache that all replicas share. It may be unreachable, slow or wrong at
 * any time: nothing here throws for that, and only {@link #load} and {@link #claim} wait,
 * briefly.
 */
public interface SecondLevelCache {

	/** No second level: a relay on its own. */
	SecondLevelCache NONE = new SecondLevelCache() {

		@Override
		public @Nullable StoredResponse load(RunQuery query) {
			return null;
		}

		@Override
		public void store(RunQuery query, StoredResponse stored) {
		}

		@Override
		public @Nullable Duration claim(RunQuery query, Duration period) {
			return null;
		}

		@Override
		public void forget(RunQuery query) {
		}

		@Override
		public void purged(ProjectName project, RunId run, Instant now) {
		}

		@Override
		public void changed(RunQuery query, Instant askedAt) {
		}

	};

	/**
	 * Returns what some replica stored for {@code query}, purges and changes that any
	 * replica has told of applied, or {@code null} if there is nothing usable.
	 */
	@Nullable StoredResponse load(RunQuery query);

	/** Offers {@code stored} to the other replicas. */
	void store(RunQuery query, StoredResponse stored);

	/**
	 * Claims for {@code period} to ask {@code query} for those who wait. Without an
	 * answer everybody has the claim.
	 * @return the period for which somebody else has claimed it, or {@code null} if it is
	 * claimed now
	 */
	@Nullable Duration claim(RunQuery query, Duration period);

	/** Takes back what was stored for {@code query} until now, whoever stored it. */
	void forget(RunQuery query);

	/** Tells the other replicas that {@code run} was purged. */
	void purged(ProjectName project, RunId run, Instant now);

	/**
	 * Tells the other replicas that an answer asked for at {@code askedAt} says something
	 * new about the query's runs.
	 */
	void changed(RunQuery query, Instant askedAt);

}
