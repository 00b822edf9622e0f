package dev.honeyrelay.cache.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.honeyrelay.cache.StoredResponse;
import io.lettuce.core.KeyValue;
import org.jspecify.annotations.Nullable;

/**
 * When any run of a question was last purged and last changed, as replicas have told it.
 *
 * @param purged the latest purge by the wall clock, or {@code null}
 * @param changed the latest change by the wall clock, or {@code null}
 */
record Tombstones(@Nullable Instant purged, @Nullable Instant changed) {

	// By how much the clock of who asked may be ahead of the clock of who purged.
	private static final Duration SKEW = Duration.ofSeconds(1);

	/**
	 * Reads the marks of each run in turn: its purge, its change.
	 * @throws IllegalArgumentException if one is not a mark
	 */
	static Tombstones read(List<KeyValue<byte[], byte[]>> marks) {
		Instant purged = null;
		Instant changed = null;
		for (int i = 0; i + 1 < marks.size(); i += 2) {
			purged = later(purged, marks.get(i));
			changed = later(changed, marks.get(i + 1));
		}
		return new Tombstones(purged, changed);
	}

	/** Returns whether {@code stored} was asked for before a purge, or may have been. */
	boolean forbid(StoredResponse stored) {
		return this.purged != null && !stored.seen().askedAt().isAfter(this.purged.plus(SKEW));
	}

	/** Returns {@code stored}, stale from the change on if it was asked before. */
	StoredResponse applyTo(StoredResponse stored) {
		return (this.changed != null) ? stored.outdatedBy(this.changed) : stored;
	}

	private static @Nullable Instant later(@Nullable Instant known, KeyValue<byte[], byte[]> mark) {
		if (!mark.hasValue()) {
			return known;
		}
		Instant marked = InvalidationEvent.parseInstant(new String(mark.getValue(), StandardCharsets.US_ASCII));
		return (known != null && known.isAfter(marked)) ? known : marked;
	}

}
