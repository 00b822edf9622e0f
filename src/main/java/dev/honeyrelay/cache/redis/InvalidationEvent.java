package dev.honeyrelay.cache.redis;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunId;
import org.jspecify.annotations.Nullable;

/**
 * What one replica tells the others about a run.
 *
 * @param kind what happened
 * @param project the run's project
 * @param run the run
 * @param at when, by the wall clock of the replica that tells it
 */
record InvalidationEvent(Kind kind, ProjectName project, RunId run, Instant at) {

	private static final String VERSION = "1";

	private static final int WORDS = 6;

	private static final long NANOS = 1_000_000_000L;

	/** Returns the text of a message from {@code sender}. */
	byte[] message(String sender) {
		String text = String.join(" ", VERSION, this.kind.label(), this.project.value(), this.run.value(),
				format(this.at), sender);
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Returns the event that {@code message} tells of, or {@code null} if it is by
	 * {@code self}.
	 * @throws IllegalArgumentException if it is no message that this version understands
	 */
	static @Nullable InvalidationEvent parse(byte[] message, String self) {
		String[] words = new String(message, StandardCharsets.UTF_8).split(" ", -1);
		if (words.length != WORDS || !words[0].equals(VERSION)) {
			throw new IllegalArgumentException("not a message of version " + VERSION);
		}
		InvalidationEvent event = new InvalidationEvent(Kind.of(words[1]), new ProjectName(words[2]),
				new RunId(words[3]), parseInstant(words[4]));
		return words[5].equals(self) ? null : event;
	}

	/**
	 * Returns {@code instant} in nanoseconds since 1970, as tombstones and messages have
	 * it.
	 */
	static String format(Instant instant) {
		return Long.toString(Math.addExact(Math.multiplyExact(instant.getEpochSecond(), NANOS), instant.getNano()));
	}

	/**
	 * Returns the instant that {@link #format} wrote.
	 * @throws IllegalArgumentException if {@code text} is not of that form
	 */
	static Instant parseInstant(String text) {
		return Instant.ofEpochSecond(0, Long.parseLong(text));
	}

	/**
	 * What can happen to a run that other replicas have to know.
	 */
	enum Kind {

		/** Its answers were purged. */
		PURGE("purge"),

		/** An answer about it says something new. */
		CHANGE("change");

		private final String label;

		Kind(String label) {
			this.label = label;
		}

		/** Returns the word for it in keys, messages and meters. */
		String label() {
			return this.label;
		}

		/**
		 * Returns the kind with that label.
		 * @throws IllegalArgumentException if there is none
		 */
		static Kind of(String label) {
			for (Kind kind : values()) {
				if (kind.label.equals(label)) {
					return kind;
				}
			}
			throw new IllegalArgumentException("not a kind of event");
		}

	}

}
