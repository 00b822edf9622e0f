package dev.honeyrelay.cache;

import java.time.Instant;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

import dev.honeyrelay.response.NotStoredReason;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.run.RunQuery;
import org.jspecify.annotations.Nullable;

/**
 * Remembers when a run was last seen to change and when it was last purged, so that no
 * answer asked for before that is served as current.
 */
final class InvalidationLog {

	private final EventTimes changes = new EventTimes();

	private final EventTimes purges = new EventTimes();

	// Shared by those who store, held alone by a purge: none can store between its two
	// steps.
	private final ReadWriteLock storing = new ReentrantReadWriteLock();

	/** Returns how many bytes of the heap this takes. */
	static long footprint() {
		return 2 * EventTimes.footprint();
	}

	/**
	 * Notes that an answer asked for at {@code askedAt} says something new about the
	 * query's runs; returns whether that was not known of every one of them.
	 */
	boolean changed(RunQuery query, Instant askedAt) {
		boolean news = false;
		for (RunId run : query.runs()) {
			news |= changed(query.project(), run, askedAt);
		}
		return news;
	}

	/** Notes that {@code run} changed; returns whether that was not known. */
	boolean changed(ProjectName project, RunId run, Instant at) {
		return this.changes.note(project, run, at);
	}

	/**
	 * Returns {@code stored}, stale from the moment one of its runs changed if it was
	 * asked before.
	 */
	StoredResponse applyChanges(RunQuery query, StoredResponse stored) {
		StoredResponse applied = stored;
		for (RunId run : query.runs()) {
			applied = this.changes.applyTo(applied, query.project(), run);
		}
		return applied;
	}

	/**
	 * Returns whether a run of the query is known to have changed after {@code askedAt}.
	 */
	boolean isChangedAfter(RunQuery query, Instant askedAt) {
		Instant after = askedAt.plusNanos(1);
		return query.runs().stream().anyMatch((run) -> this.changes.isKnownSince(query.project(), run, after));
	}

	/**
	 * Notes that {@code run} was purged at {@code now} and runs {@code removal}, alone.
	 */
	void purge(ProjectName project, RunId run, Instant now, Runnable removal) {
		alone(() -> {
			this.purges.note(project, run, now);
			removal.run();
		});
	}

	/** Runs {@code action} while nobody stores. */
	void alone(Runnable action) {
		this.storing.writeLock().lock();
		try {
			action.run();
		}
		finally {
			this.storing.writeLock().unlock();
		}
	}

	/**
	 * Runs {@code storing} unless a run of the query was purged at or after
	 * {@code askedAt}.
	 */
	@Nullable NotStoredReason unlessPurged(RunQuery query, Instant askedAt, Supplier<@Nullable NotStoredReason> storing) {
		this.storing.readLock().lock();
		try {
			return isPurged(query, askedAt) ? NotStoredReason.PURGED : storing.get();
		}
		finally {
			this.storing.readLock().unlock();
		}
	}

	/**
	 * Returns whether a run of the query was purged at or after {@code askedAt}.
	 */
	boolean isPurged(RunQuery query, Instant askedAt) {
		return query.runs().stream().anyMatch((run) -> this.purges.isKnownSince(query.project(), run, askedAt));
	}

}
