package dev.honeyrelay.cache.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.honeyrelay.response.Sha256;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.run.RunQuery;
import io.lettuce.core.cluster.SlotHash;
import org.jspecify.annotations.Nullable;

/**
 * The names under which the shared level keeps things. Their hash tag is the run, so that
 * a cluster spreads runs over its servers and one of them knows all that a look-up about
 * one run wants.
 */
final class RedisKeys {

	// Goes up when entries or tombstones are kept under other names or with another
	// meaning.
	private static final String LAYOUT = ":2:";

	// In which a project had one hash tag. Messages have stayed the same.
	private static final String EARLIER = ":1:";

	private final String prefix;

	private final String earlier;

	RedisKeys(String prefix) {
		this.prefix = prefix + LAYOUT;
		this.earlier = prefix + EARLIER;
	}

	/**
	 * Returns the name of the channel on which replicas tell each other of events,
	 * whichever layout they use.
	 */
	byte[] channel() {
		return bytes(this.earlier + "events");
	}

	/**
	 * Returns a key with which it is tried whether anything can be read and written where
	 * a cluster keeps one of {@code slots}.
	 */
	byte[] probe(IntPredicate slots) {
		return IntStream.iterate(0, (number) -> number + 1)
			.mapToObj((number) -> bytes(this.prefix + number + ":probe"))
			.filter((key) -> slots.test(SlotHash.getSlot(key)))
			.findFirst()
			.orElseThrow();
	}

	/** Returns the key of the stored response. */
	byte[] entry(RunQuery query) {
		return bytes(entryName(query));
	}

	/** Returns the key of the stored response as text. */
	String entryName(RunQuery query) {
		RunId run = query.runs().isEmpty() ? null : query.runs().getFirst();
		return of(query.project(), run) + sha256(canonical(query));
	}

	/** Returns the key that says that some replica asks {@code query} just now. */
	byte[] claim(RunQuery query) {
		return bytes(entryName(query) + ":claim");
	}

	/** Returns the key of the tombstone of such an event of {@code run}. */
	byte[] mark(InvalidationEvent.Kind kind, ProjectName project, RunId run) {
		return bytes(of(project, run) + kind.label());
	}

	/**
	 * Returns the key under which replicas of the earlier layout look for the same, while
	 * they are being replaced.
	 */
	byte[] earlierMark(InvalidationEvent.Kind kind, ProjectName project, RunId run) {
		return bytes(this.earlier + '{' + project + "}:" + kind.label() + ':' + run);
	}

	/**
	 * Returns the keys of the stored response and then, for each run, of its purge and
	 * its change.
	 */
	byte[][] entryAndMarks(RunQuery query) {
		List<byte[]> keys = new ArrayList<>();
		keys.add(entry(query));
		for (RunId run : query.runs()) {
			keys.add(mark(InvalidationEvent.Kind.PURGE, query.project(), run));
			keys.add(mark(InvalidationEvent.Kind.CHANGE, query.project(), run));
		}
		return keys.toArray(byte[][]::new);
	}

	/**
	 * Returns the text that two queries share only if they are equal, the same in every
	 * process.
	 */
	static String canonical(RunQuery query) {
		String runs = query.runs().stream().map(RunId::value).collect(Collectors.joining(","));
		return query.project() + "\n" + query.operation().label() + "\n" + runs + "\n" + query.parameters().key();
	}

	private String of(ProjectName project, @Nullable RunId run) {
		return this.prefix + '{' + project + ((run != null) ? "/" + run : "") + "}:";
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String sha256(String text) {
		return HexFormat.of().formatHex(Sha256.digest(bytes(text)));
	}

}
