package dev.honeyrelay.results;

import dev.honeyrelay.cache.StoredResponse;
import dev.honeyrelay.run.ByteBudget.Lease;
import dev.honeyrelay.run.Observation;
import dev.honeyrelay.run.Outage;
import dev.honeyrelay.run.Representation;
import dev.honeyrelay.run.Veto;
import org.jspecify.annotations.Nullable;

/**
 * What a trip to HoneyHive brings back to those who wait for it.
 */
sealed interface Arrival {

	/** Gives back what it took, once nobody needs it. */
	default void release() {
	}

	/**
	 * A new answer.
	 *
	 * @param representation its bytes
	 * @param veto why it was not stored, or {@code null} if it was
	 * @param lease the bytes that it takes until the last caller is served
	 */
	record Fetched(Representation representation, @Nullable Veto veto, Lease lease) implements Arrival {

		@Override
		public void release() {
			this.lease.close();
		}

	}

	/**
	 * The word that the stored answer is still current.
	 *
	 * @param seen the answer, as it is known now
	 * @param veto why it is no longer stored, or {@code null} if it is
	 */
	record Confirmed(Observation seen, @Nullable Veto veto) implements Arrival {
	}

	/**
	 * Nothing new: another trip stored an answer after the caller had looked for one, and
	 * before this trip set out.
	 *
	 * @param stored that answer, which may be stale already
	 */
	record Found(StoredResponse stored) implements Arrival {
	}

	/**
	 * A fresh answer that another replica had stored.
	 *
	 * @param stored that answer
	 */
	record Recalled(StoredResponse stored) implements Arrival {
	}

	/**
	 * The word that there is no such run.
	 */
	record Missing() implements Arrival {
	}

	/**
	 * A refusal of the request itself.
	 *
	 * @param message HoneyHive's reason, or {@code null}
	 */
	record Refused(@Nullable String message) implements Arrival {
	}

	/**
	 * Nothing.
	 *
	 * @param outage why
	 */
	record Failed(Outage outage) implements Arrival {
	}

}
