package dev.honeyrelay.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.honeyrelay.cache.SharedReply.Failed;
import dev.honeyrelay.cache.SharedReply.Given;
import dev.honeyrelay.cache.SharedReply.Suspended;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.run.RunQuery;
import io.lettuce.core.KeyValue;
import io.lettuce.core.SetArgs;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * The shared level in Redis or Valkey. A stored response and the marks of its runs are
 * read by one command, which Spring's {@code RedisCache} has no place for; and a mark
 * that outlives every entry makes an index of what to purge needless.
 */
final class RedisLevel implements SharedLevel {

	private static final int MOST_FORGOTTEN = 10_000;

	private final SharedLink link;

	private final SharedKeys keys;

	private final SharedFormat format;

	private final SharedTime time;

	private final SharedWriter writer;

	private final SharedMeters meters;

	private final long maxEntry;

	private final Duration usefulWhenStale;

	// Until a removal has reached the shared level, and if it never does.
	private final Cache<RunQuery, Instant> forgotten = Caffeine.newBuilder().maximumSize(MOST_FORGOTTEN).build();

	RedisLevel(SharedLink link, SharedKeys keys, SharedTime time, SharedWriter writer, SharedMeters meters,
			DataSize maxEntry, Duration usefulWhenStale) {
		this.link = link;
		this.keys = keys;
		this.format = new SharedFormat(Math.toIntExact(maxEntry.toBytes()));
		this.time = time;
		this.writer = writer;
		this.meters = meters;
		this.maxEntry = maxEntry.toBytes();
		this.usefulWhenStale = usefulWhenStale;
	}

	@Override
	public @Nullable StoredResponse load(RunQuery query) {
		byte[][] wanted = this.keys.entryAndMarks(query);
		return switch (this.link.read((redis) -> redis.mget(wanted))) {
			case Given<List<KeyValue<byte[], byte[]>>>(List<KeyValue<byte[], byte[]>> values) -> read(query, values);
			case Failed<List<KeyValue<byte[], byte[]>>> _ -> nothing(SharedLoad.ERROR);
			case Suspended<List<KeyValue<byte[], byte[]>>> _ -> nothing(SharedLoad.SUSPENDED);
		};
	}

	@Override
	public void store(RunQuery query, StoredResponse stored) {
		int bytes = stored.representation().storedBytes();
		if (!stored.seen().settled()) {
			forget(query);
		}
		else if (bytes > this.maxEntry) {
			this.meters.stored(SharedStore.TOO_LARGE);
		}
		else if (!this.writer.offer(bytes, () -> this.meters.stored(write(query, stored)))) {
			this.meters.stored(SharedStore.DROPPED);
		}
	}

	@Override
	public void forget(RunQuery query) {
		this.forgotten.put(query, this.time.now());
		this.writer.offer(0, () -> this.link.write((redis) -> redis.del(this.keys.entry(query))));
	}

	@Override
	public void purged(ProjectName project, RunId run, Instant now) {
		tell(new SharedEvent(SharedEventKind.PURGE, project, run, this.time.toWall(now)));
	}

	@Override
	public void changed(RunQuery query, Instant askedAt) {
		Instant at = this.time.toWall(askedAt);
		query.runs().forEach((run) -> tell(new SharedEvent(SharedEventKind.CHANGE, query.project(), run, at)));
	}

	private void tell(SharedEvent event) {
		if (!this.writer.tell(event)) {
			this.meters.event(event.kind(), SharedDirection.LOST);
		}
	}

	private @Nullable StoredResponse read(RunQuery query, List<KeyValue<byte[], byte[]>> values) {
		if (!values.getFirst().hasValue()) {
			return nothing(SharedLoad.MISS);
		}
		StoredResponse stored = this.format.decode(SharedKeys.canonical(query), values.getFirst().getValue());
		if (stored == null) {
			return nothing(SharedLoad.CORRUPT);
		}
		try {
			return usable(query, stored, SharedMarks.read(values.subList(1, values.size())));
		}
		catch (IllegalArgumentException ex) {
			return nothing(SharedLoad.CORRUPT);
		}
	}

	private @Nullable StoredResponse usable(RunQuery query, StoredResponse stored, SharedMarks marks) {
		if (marks.forbid(stored) || this.time.isAhead(stored.seen().askedAt())) {
			return nothing(SharedLoad.MISS);
		}
		StoredResponse here = this.time.toSteady(marks.applyTo(stored));
		Instant forgotten = this.forgotten.getIfPresent(query);
		if (forgotten != null && !here.seen().askedAt().isAfter(forgotten)) {
			return nothing(SharedLoad.MISS);
		}
		this.meters.loaded(SharedLoad.HIT);
		return here;
	}

	private @Nullable StoredResponse nothing(SharedLoad outcome) {
		this.meters.loaded(outcome);
		return null;
	}

	private SharedStore write(RunQuery query, StoredResponse stored) {
		Duration useful = Duration.between(this.time.now(), stored.freshUntil()).plus(this.usefulWhenStale);
		if (!this.link.isUp() || !useful.isPositive()) {
			return SharedStore.SUSPENDED;
		}
		byte[] value = this.format.encode(SharedKeys.canonical(query), this.time.toWall(stored));
		return switch (this.link.write((redis) -> redis.set(this.keys.entry(query), value,
				SetArgs.Builder.px(Math.max(1, useful.toMillis()))))) {
			case Given<String> _ -> SharedStore.STORED;
			case Failed<String> _ -> SharedStore.ERROR;
			case Suspended<String> _ -> SharedStore.SUSPENDED;
		};
	}

}
