package dev.honeyrelay.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.run.RunQuery;
import dev.honeyrelay.run.Veto;
import org.jspecify.annotations.Nullable;

/**
 * Remembers when a run was last seen to change and when it was last purged, for as long
 * as an answer asked for before that could otherwise be taken for a good one.
 */
final class RunEvents {

	private final Cache<Run, Instant> changes;

	private final Cache<Run, Instant> purges;

	// Shared by those who store, held alone by a purge: none can store between its two
	// steps.
	private final ReadWriteLock storing = new ReentrantReadWriteLock();

	/**
	 * Creates an empty memory.
	 * @param longestFresh after which any answer asked for before a change is stale
	 * anyway
	 * @param longestTrip after which any trip that was under way at a purge has ended
	 */
	RunEvents(Duration longestFresh, Duration longestTrip, Ticker ticker) {
		this.changes = Caffeine.newBuilder().expireAfterWrite(longestFresh).ticker(ticker).build();
		this.purges = Caffeine.newBuilder().expireAfterWrite(longestTrip).ticker(ticker).build();
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
		Run changed = new Run(project, run);
		Instant known = this.changes.getIfPresent(changed);
		this.changes.asMap().merge(changed, at, RunEvents::later);
		return known == null || known.isBefore(at);
	}

	/**
	 * Returns {@code stored}, stale from the moment one of its runs changed if it was
	 * asked before.
	 */
	StoredResponse applyChanges(RunQuery query, StoredResponse stored) {
		StoredResponse applied = stored;
		for (RunId run : query.runs()) {
			Instant changed = this.changes.getIfPresent(new Run(query.project(), run));
			applied = (changed != null) ? applied.outdatedBy(changed) : applied;
		}
		return applied;
	}

	/**
	 * Notes that {@code run} was purged at {@code now} and runs {@code removal}, alone.
	 */
	void purge(ProjectName project, RunId run, Instant now, Runnable removal) {
		alone(() -> {
			this.purges.asMap().merge(new Run(project, run), now, RunEvents::later);
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
	@Nullable Veto unlessPurged(RunQuery query, Instant askedAt, Supplier<@Nullable Veto> storing) {
		this.storing.readLock().lock();
		try {
			return isPurged(query, askedAt) ? Veto.PURGED : storing.get();
		}
		finally {
			this.storing.readLock().unlock();
		}
	}

	private boolean isPurged(RunQuery query, Instant askedAt) {
		return query.runs()
			.stream()
			.map((run) -> this.purges.getIfPresent(new Run(query.project(), run)))
			.anyMatch((purged) -> purged != null && !askedAt.isAfter(purged));
	}

	private static Instant later(Instant one, Instant other) {
		return one.isAfter(other) ? one : other;
	}

	/** A run of one project. */
	private record Run(ProjectName project, RunId run) {
	}

}
