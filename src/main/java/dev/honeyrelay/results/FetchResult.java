package dev.honeyrelay.results;

import dev.honeyrelay.cache.ChangeHistory;
import dev.honeyrelay.cache.StoredResponse;
import dev.honeyrelay.memory.ByteBudget.Lease;
import dev.honeyrelay.response.FetchedResponse;
import dev.honeyrelay.response.NotStoredReason;
import dev.honeyrelay.response.Outage;
import org.jspecify.annotations.Nullable;

/**
 * What came of a trip to HoneyHive, for those who wait for it.
 */
sealed interface FetchResult {

	/** Gives back the memory it took, once nobody needs it. */
	default void release() {
	}

	/**
	 * A new answer.
	 *
	 * @param seen the answer
	 * @param history for how long it is known to say the same
	 * @param veto why it was not stored, or {@code null} if it was
	 * @param lease the bytes that it takes until the last caller is served
	 */
	record Fetched(FetchedResponse seen, ChangeHistory history, @Nullable NotStoredReason veto,
			Lease lease) implements FetchResult {

		@Override
		public void release() {
			this.lease.close();
		}

	}

	/**
	 * HoneyHive says that the stored answer is still current.
	 *
	 * @param seen the answer, as it is known now
	 * @param history for how long it is known to say the same
	 * @param veto why it is no longer stored, or {@code null} if it is
	 */
	record Confirmed(FetchedResponse seen, ChangeHistory history,
			@Nullable NotStoredReason veto) implements FetchResult {
	}

	/**
	 * Nothing new: another trip stored an answer after the caller had looked for one, and
	 * before this trip set out.
	 *
	 * @param stored that answer, which may be stale already
	 */
	record Found(StoredResponse stored) implements FetchResult {
	}

	/**
	 * A fresh answer that another replica had stored.
	 *
	 * @param stored that answer
	 */
	record Recalled(StoredResponse stored) implements FetchResult {
	}

	/**
	 * HoneyHive says that there is no such run.
	 */
	record Missing() implements FetchResult {
	}

	/**
	 * HoneyHive refused the request itself.
	 *
	 * @param message HoneyHive's reason, or {@code null}
	 */
	record Refused(@Nullable String message) implements FetchResult {
	}

	/**
	 * HoneyHive could not be asked, or could not answer.
	 *
	 * @param outage why
	 */
	record Failed(Outage outage) implements FetchResult {
	}

}
