package dev.honeyrelay.run;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Identifies one experiment run. HoneyHive issues UUIDs and clients may choose their own;
 * anything that could change a path never leaves this process.
 *
 * @param value the identifier, one path segment as it stands
 */
public record RunId(String value) implements Comparable<RunId> {

	private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

	// Segments with a meaning of their own below /runs.
	private static final Set<String> LITERALS = Set.of("schema", "compare");

	/**
	 * @throws IllegalArgumentException if {@code value} is not a safe path segment
	 */
	public RunId {
		if (!isRunId(value)) {
			throw new IllegalArgumentException("not a run id");
		}
	}

	/** Returns whether {@code text} can be a run id. */
	public static boolean isRunId(String text) {
		return SAFE.matcher(text).matches() && !LITERALS.contains(text);
	}

	@Override
	public int compareTo(RunId other) {
		return this.value.compareTo(other.value);
	}

	@Override
	public String toString() {
		return this.value;
	}

}
