package dev.honeyrelay.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.honeyrelay.cache.SharedLink.Reply.Failed;
import dev.honeyrelay.cache.SharedLink.Reply.Given;
import dev.honeyrelay.cache.SharedLink.Reply.Refused;
import dev.honeyrelay.cache.SharedLink.Reply.Suspended;
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

	private final SharedLink link;

	private final SharedKeys keys;

	private final SharedFormat format;

	private final SharedTime time;

	private final SharedWriter writer;

	private final SharedMeters meters;

	private final long maxEntry;

	private final Duration usefulWhenStale;

	// Until a removal has reached the shared level, and if it never does.
	private final EventTimes forgotten = new EventTimes();

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
			case Refused<List<KeyValue<byte[], byte[]>>> _, Failed<List<KeyValue<byte[], byte[]>>> _ ->
				nothing(SharedMeters.Load.ERROR);
			case Suspended<List<KeyValue<byte[], byte[]>>> _ -> nothing(SharedMeters.Load.SUSPENDED);
		};
	}

	@Override
	public void store(RunQuery query, StoredResponse stored) {
		int bytes = stored.representation().storedBytes();
		if (!stored.seen().settled()) {
			forget(query);
		}
		else if (bytes > this.maxEntry) {
			this.meters.stored(SharedMeters.Store.TOO_LARGE);
		}
		else if (!this.writer.offer(query.footprint() + stored.footprint(),
				() -> this.meters.stored(write(query, stored)))) {
			this.meters.stored(SharedMeters.Store.DROPPED);
		}
	}

	@Override
	public void forget(RunQuery query) {
		this.forgotten.note(query, this.time.now());
		if (!this.writer.remove(this.keys.entryName(query))) {
			this.meters.stored(SharedMeters.Store.DROPPED);
		}
	}

	@Override
	public void purged(ProjectName project, RunId run, Instant now) {
		tell(new SharedEvent(SharedEvent.Kind.PURGE, project, run, this.time.toWall(now)));
	}

	@Override
	public void changed(RunQuery query, Instant askedAt) {
		Instant at = this.time.toWall(askedAt);
		query.runs().forEach((run) -> tell(new SharedEvent(SharedEvent.Kind.CHANGE, query.project(), run, at)));
	}

	private void tell(SharedEvent event) {
		if (!this.writer.tell(event)) {
			this.meters.event(event.kind(), SharedMeters.Direction.LOST);
		}
	}

	private @Nullable StoredResponse read(RunQuery query, List<KeyValue<byte[], byte[]>> values) {
		if (!values.getFirst().hasValue()) {
			return nothing(SharedMeters.Load.MISS);
		}
		StoredResponse stored = this.format.decode(SharedKeys.canonical(query), values.getFirst().getValue());
		if (stored == null) {
			return nothing(SharedMeters.Load.CORRUPT);
		}
		try {
			return usable(query, stored, SharedMarks.read(values.subList(1, values.size())));
		}
		catch (IllegalArgumentException ex) {
			return nothing(SharedMeters.Load.CORRUPT);
		}
	}

	private @Nullable StoredResponse usable(RunQuery query, StoredResponse stored, SharedMarks marks) {
		if (marks.forbid(stored) || this.time.isAhead(stored.seen().askedAt())) {
			return nothing(SharedMeters.Load.MISS);
		}
		StoredResponse here = this.time.toSteady(marks.applyTo(stored));
		if (this.forgotten.isKnownSince(query, here.seen().askedAt())) {
			return nothing(SharedMeters.Load.MISS);
		}
		this.meters.loaded(SharedMeters.Load.HIT);
		return here;
	}

	private @Nullable StoredResponse nothing(SharedMeters.Load outcome) {
		this.meters.loaded(outcome);
		return null;
	}

	private SharedMeters.Store write(RunQuery query, StoredResponse stored) {
		Duration useful = Duration.between(this.time.now(), stored.freshUntil()).plus(this.usefulWhenStale);
		if (!this.link.isUp() || !useful.isPositive()) {
			return SharedMeters.Store.SUSPENDED;
		}
		byte[] value = this.format.encode(SharedKeys.canonical(query), this.time.toWall(stored));
		return switch (this.link.write((redis) -> redis.set(this.keys.entry(query), value,
				SetArgs.Builder.px(Math.max(1, useful.toMillis()))))) {
			case Given<String> _ -> SharedMeters.Store.STORED;
			case Refused<String> _, Failed<String> _ -> SharedMeters.Store.ERROR;
			case Suspended<String> _ -> SharedMeters.Store.SUSPENDED;
		};
	}

}
