package dev.honeyrelay.cache.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.honeyrelay.cache.EventTimes;
import dev.honeyrelay.cache.SecondLevelCache;
import dev.honeyrelay.cache.StoredResponse;
import dev.honeyrelay.cache.redis.RedisCircuit.Reply.Failed;
import dev.honeyrelay.cache.redis.RedisCircuit.Reply.Given;
import dev.honeyrelay.cache.redis.RedisCircuit.Reply.Refused;
import dev.honeyrelay.cache.redis.RedisCircuit.Reply.Suspended;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.run.RunQuery;
import io.lettuce.core.KeyValue;
import io.lettuce.core.SetArgs;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * The shared level in Redis or Valkey. A stored response and the tombstones of its runs
 * are read by one command, for which Spring's {@code RedisCache} has no place; and since
 * a tombstone outlives every entry, no index of what to purge is needed.
 */
final class RedisCache implements SecondLevelCache {

	// A number of milliseconds, and who has claimed it.
	private static final Pattern CLAIM = Pattern.compile("(\\d{1,9}) (.+)");

	private final String self = UUID.randomUUID().toString();

	private final RedisCircuit circuit;

	private final RedisKeys keys;

	private final StoredResponseCodec format;

	private final SharedClock time;

	private final RedisWriter writer;

	private final RedisMetrics meters;

	private final long maxEntry;

	private final Duration usefulWhenStale;

	// Holds until a removal has reached the shared level, and also if it never does.
	private final EventTimes forgotten = new EventTimes();

	RedisCache(RedisCircuit circuit, RedisKeys keys, SharedClock time, RedisWriter writer, RedisMetrics meters,
			DataSize maxEntry, Duration usefulWhenStale) {
		this.circuit = circuit;
		this.keys = keys;
		this.format = new StoredResponseCodec(Math.toIntExact(maxEntry.toBytes()));
		this.time = time;
		this.writer = writer;
		this.meters = meters;
		this.maxEntry = maxEntry.toBytes();
		this.usefulWhenStale = usefulWhenStale;
	}

	@Override
	public @Nullable StoredResponse load(RunQuery query) {
		byte[][] wanted = this.keys.entryAndMarks(query);
		return switch (this.circuit.read((redis) -> redis.mget(wanted))) {
			case Given<List<KeyValue<byte[], byte[]>>>(List<KeyValue<byte[], byte[]>> values) -> read(query, values);
			case Refused<List<KeyValue<byte[], byte[]>>> _, Failed<List<KeyValue<byte[], byte[]>>> _ ->
				nothing(RedisMetrics.Load.ERROR);
			case Suspended<List<KeyValue<byte[], byte[]>>> _ -> nothing(RedisMetrics.Load.SUSPENDED);
		};
	}

	@Override
	public void store(RunQuery query, StoredResponse stored) {
		int bytes = stored.representation().storedBytes();
		if (!stored.seen().settled()) {
			forget(query);
		}
		else if (bytes > this.maxEntry) {
			this.meters.stored(RedisMetrics.Store.TOO_LARGE);
		}
		else if (!this.writer.offer(query.footprint() + stored.footprint(),
				() -> this.meters.stored(write(query, stored)))) {
			this.meters.stored(RedisMetrics.Store.DROPPED);
		}
	}

	// Where the level gives no answer, each replica asks for itself.
	@Override
	public @Nullable Duration claim(RunQuery query, Duration period) {
		byte[] key = this.keys.claim(query);
		long millis = Math.max(1, period.toMillis());
		byte[] value = (millis + " " + this.self).getBytes(StandardCharsets.US_ASCII);
		RedisCircuit.Reply<String> reply = this.circuit
			.write((redis) -> redis.set(key, value, SetArgs.Builder.nx().px(millis)));
		boolean refused = reply instanceof Given<String> given && given.value() == null;
		return refused ? periodOf(this.circuit.read((redis) -> redis.get(key)), period) : null;
	}

	private @Nullable Duration periodOf(RedisCircuit.Reply<byte[]> claimed, Duration ours) {
		Matcher claim = CLAIM.matcher((claimed instanceof Given<byte[]> given && given.value() != null)
				? new String(given.value(), StandardCharsets.US_ASCII) : "");
		if (!claim.matches()) {
			return ours;
		}
		return claim.group(2).equals(this.self) ? null : Duration.ofMillis(Integer.parseInt(claim.group(1)));
	}

	@Override
	public void forget(RunQuery query) {
		this.forgotten.note(query, this.time.now());
		if (!this.writer.remove(this.keys.entryName(query))) {
			this.meters.stored(RedisMetrics.Store.DROPPED);
		}
	}

	@Override
	public void purged(ProjectName project, RunId run, Instant now) {
		tell(new InvalidationEvent(InvalidationEvent.Kind.PURGE, project, run, this.time.toWall(now)));
	}

	@Override
	public void changed(RunQuery query, Instant askedAt) {
		Instant at = this.time.toWall(askedAt);
		query.runs()
			.forEach((run) -> tell(new InvalidationEvent(InvalidationEvent.Kind.CHANGE, query.project(), run, at)));
	}

	private void tell(InvalidationEvent event) {
		if (!this.writer.tell(event)) {
			this.meters.event(event.kind(), RedisMetrics.Direction.LOST);
		}
	}

	private @Nullable StoredResponse read(RunQuery query, List<KeyValue<byte[], byte[]>> values) {
		if (!values.getFirst().hasValue()) {
			return nothing(RedisMetrics.Load.MISS);
		}
		StoredResponse stored = this.format.decode(RedisKeys.canonical(query), values.getFirst().getValue());
		if (stored == null) {
			return nothing(RedisMetrics.Load.CORRUPT);
		}
		try {
			return usable(query, stored, Tombstones.read(values.subList(1, values.size())));
		}
		catch (IllegalArgumentException ex) {
			return nothing(RedisMetrics.Load.CORRUPT);
		}
	}

	private @Nullable StoredResponse usable(RunQuery query, StoredResponse stored, Tombstones marks) {
		if (marks.forbid(stored) || this.time.isAhead(stored.seen().askedAt())) {
			return nothing(RedisMetrics.Load.MISS);
		}
		StoredResponse here = this.time.toSteady(marks.applyTo(stored));
		if (this.forgotten.isKnownSince(query, here.seen().askedAt())) {
			return nothing(RedisMetrics.Load.MISS);
		}
		this.meters.loaded(RedisMetrics.Load.HIT);
		return here;
	}

	private @Nullable StoredResponse nothing(RedisMetrics.Load outcome) {
		this.meters.loaded(outcome);
		return null;
	}

	private RedisMetrics.Store write(RunQuery query, StoredResponse stored) {
		Duration useful = Duration.between(this.time.now(), stored.freshUntil()).plus(this.usefulWhenStale);
		if (!this.circuit.isUp() || !useful.isPositive()) {
			return RedisMetrics.Store.SUSPENDED;
		}
		byte[] value = this.format.encode(RedisKeys.canonical(query), this.time.toWall(stored));
		return switch (this.circuit.write((redis) -> redis.set(this.keys.entry(query), value,
				SetArgs.Builder.px(Math.max(1, useful.toMillis()))))) {
			case Given<String> _ -> RedisMetrics.Store.STORED;
			case Refused<String> _, Failed<String> _ -> RedisMetrics.Store.ERROR;
			case Suspended<String> _ -> RedisMetrics.Store.SUSPENDED;
		};
	}

}
