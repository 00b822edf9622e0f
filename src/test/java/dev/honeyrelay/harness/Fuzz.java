package dev.honeyrelay.harness;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * Runs a property over and over with inputs that nobody thought of. Two seconds by
 * default; {@code -Dfuzz.seconds=600} for a long run by hand. A failure names the seed
 * that repeats it.
 */
public final class Fuzz {

	private static final long SEED = Long.getLong("fuzz.seed", 20261123);

	private static final Duration TIME = Duration.ofSeconds(Long.getLong("fuzz.seconds", 2));

	private Fuzz() {
	}

	/** Checks {@code property} with one seed after the other until the time is over. */
	public static void run(Property property) {
		long end = System.nanoTime() + TIME.toNanos();
		for (long seed = SEED; System.nanoTime() < end; seed++) {
			try {
				property.check(new Random(seed));
			}
			catch (Throwable ex) {
				throw new AssertionError("with -Dfuzz.seed=" + seed + ": " + ex, ex);
			}
		}
	}

	/** Returns {@code bytes} with a few flipped, cut out, repeated or put in. */
	public static byte[] mutated(byte[] bytes, List<String> dictionary, Random random) {
		StringBuilder text = new StringBuilder(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1));
		for (int i = random.nextInt(4); i >= 0; i--) {
			int at = random.nextInt(text.length() + 1);
			int to = Math.min(text.length(), at + random.nextInt(12));
			switch (random.nextInt(5)) {
				case 0 -> text.replace(at, Math.min(text.length(), at + 1), "" + (char) random.nextInt(256));
				case 1 -> text.delete(at, to);
				case 2 -> text.insert(at, text.substring(at, to).repeat(random.nextInt(3)));
				case 3 -> text.setLength(at);
				default -> text.insert(at, oneOf(dictionary, random));
			}
		}
		return text.toString().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
	}

	/** Returns a text of some pieces of {@code dictionary} in any order. */
	public static String text(List<String> dictionary, int longest, Random random) {
		StringBuilder text = new StringBuilder();
		for (int i = random.nextInt(longest + 1); i > 0; i--) {
			text.append(oneOf(dictionary, random));
		}
		return text.toString();
	}

	public static <T> T oneOf(List<T> choices, Random random) {
		return choices.get(random.nextInt(choices.size()));
	}

	/**
	 * Something that is true of every input.
	 */
	@FunctionalInterface
	public interface Property {

		void check(Random random) throws Exception;

	}

}
