package dev.honeyrelay.views.format;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import dev.honeyrelay.run.Footprint;

/**
 * Makes names unique, in each group of them. All names are told first; then each is asked
 * for once, in any order. What is kept while they are asked for are the names that were
 * told more than once, and of these digests: two names with the same digest are taken for
 * one, and so get numbers that they need not have.
 */
final class UniqueNames {

	private static final long FACTOR = 0x9E3779B97F4A7C15L;

	private static final int BEGINNING = 256;

	// An entry of a hash table with two boxed numbers.
	private static final int ENTRY = 3 * Footprint.OBJECT;

	private long[] told = new long[BEGINNING];

	private int count;

	private final Set<Long> repeated = new HashSet<>();

	private final Map<Long, Integer> given = new HashMap<>();

	/** Notes that there is that name in that group. */
	void tell(String group, String name) {
		long digest = digest(group, name);
		if (this.count > 0 && this.told[this.count - 1] == digest) {
			this.repeated.add(digest);
			return;
		}
		if (this.count == this.told.length) {
			this.told = Arrays.copyOf(this.told, 2 * this.count);
		}
		this.told[this.count] = digest;
		this.count++;
	}

	/** Notes that all names have been told. */
	void allTold() {
		Arrays.sort(this.told, 0, this.count);
		for (int index = 1; index < this.count; index++) {
			if (this.told[index] == this.told[index - 1]) {
				this.repeated.add(this.told[index]);
			}
		}
		this.told = new long[0];
		this.count = 0;
	}

	/**
	 * Returns {@code name}, with a number after it if it has been given away already, or
	 * if it is itself such a name with a number.
	 */
	String next(String group, String name) {
		if (this.repeated.isEmpty()) {
			return name;
		}
		long digest = digest(group, name);
		boolean numbered = isNumbered(group, name);
		if (!numbered && !this.repeated.contains(digest)) {
			return name;
		}
		int number = this.given.merge(digest, 1, Integer::sum) + (numbered ? 1 : 0);
		return (number == 1) ? name : name + " (" + number + ')';
	}

	/** Returns how many bytes this keeps. */
	long keptBytes() {
		return (long) this.told.length * Long.BYTES + (long) ENTRY * (this.repeated.size() + this.given.size());
	}

	// Whether it is what another name that is there more than once may become.
	private boolean isNumbered(String group, String name) {
		int numbers = beginOfNumbers(name);
		long digest = digest(group, "");
		for (int index = 0; index < name.length(); index++) {
			if (index >= numbers && name.charAt(index) == ' ' && this.repeated.contains(digest)) {
				return true;
			}
			digest = digest * FACTOR + name.charAt(index);
		}
		return false;
	}

	// Where the " (2) (3)" begins that the name ends in.
	private static int beginOfNumbers(String name) {
		int begin = name.length();
		for (int index = begin; index > 0 && name.charAt(index - 1) == ')';) {
			int digits = index - 1;
			while (digits > 0 && Character.isDigit(name.charAt(digits - 1))) {
				digits--;
			}
			if (digits == index - 1 || digits < 2 || !name.startsWith(" (", digits - 2)) {
				return begin;
			}
			index = digits - 2;
			begin = index;
		}
		return begin;
	}

	private static long digest(String group, String name) {
		long digest = group.hashCode();
		for (int index = 0; index < name.length(); index++) {
			digest = digest * FACTOR + name.charAt(index);
		}
		return digest;
	}

}
