package dev.honeyrelay.cache.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

import dev.honeyrelay.response.Sha256;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.run.RunQuery;

/**
 * The names under which the shared level keeps things. Everything of one project bears
 * the same hash tag, so that a cluster keeps it together and one command can read it.
 */
final class RedisKeys {

	// Goes up when entries or tombstones are kept under other names or with another
	// meaning.
	private static final String LAYOUT = ":1:";

	private final String prefix;

	RedisKeys(String prefix) {
		this.prefix = prefix + LAYOUT;
	}

	/** Returns the name of the channel on which replicas tell each other of events. */
	byte[] channel() {
		return bytes(this.prefix + "events");
	}

	/** Returns the key with which it is tried whether anything can be written. */
	byte[] probe() {
		return bytes(this.prefix + "probe");
	}

	/** Returns the key of the stored response. */
	byte[] entry(RunQuery query) {
		return bytes(entryName(query));
	}

	/** Returns the key of the stored response as text. */
	String entryName(RunQuery query) {
		return of(query.project()) + sha256(canonical(query));
	}

	/** Returns the key of the tombstone of such an event of {@code run}. */
	byte[] mark(InvalidationEvent.Kind kind, ProjectName project, RunId run) {
		return bytes(of(project) + kind.label() + ':' + run);
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

	private String of(ProjectName project) {
		return this.prefix + '{' + project + "}:";
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String sha256(String text) {
		return HexFormat.of().formatHex(Sha256.digest(bytes(text)));
	}

}
