package dev.honeyrelay.run;

import java.util.regex.Pattern;

/**
 * Names one HoneyHive project as the relay's operator calls it. It separates everything
 * that is stored: no answer is ever looked up without one.
 *
 * @param value letters, digits, dots, underscores and hyphens; at most 64
 */
public record ProjectName(String value) implements Comparable<ProjectName> {

	private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

	/**
	 * @throws IllegalArgumentException if {@code value} is not such a name
	 */
	public ProjectName {
		if (!isName(value)) {
			throw new IllegalArgumentException("not a project name");
		}
	}

	/** Returns whether {@code text} can be a name. */
	public static boolean isName(String text) {
		return SAFE.matcher(text).matches();
	}

	@Override
	public int compareTo(ProjectName other) {
		return this.value.compareTo(other.value);
	}

	@Override
	public String toString() {
		return this.value;
	}

}
