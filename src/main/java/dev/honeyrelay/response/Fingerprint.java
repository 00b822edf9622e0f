package dev.honeyrelay.response;

import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Tells whether two answers say the same. It ignores what a column store does not keep
 * stable: the order of members and elements and everything past nine significant digits.
 * Read off an answer when it is first needed, which for most answers is never.
 */
public final class Fingerprint {

	private @Nullable LongSupplier reading;

	private long value;

	/**
	 * Creates the fingerprint of this value, a hash that is the same in every process.
	 */
	public Fingerprint(long value) {
		this.value = value;
	}

	/**
	 * Creates the fingerprint whose value {@code reading} returns, which is asked once.
	 */
	public Fingerprint(LongSupplier reading) {
		this.reading = reading;
	}

	/** Returns a hash that is the same in every process. */
	public synchronized long value() {
		if (this.reading != null) {
			this.value = this.reading.getAsLong();
			this.reading = null;
		}
		return this.value;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other == this || (other instanceof Fingerprint that && value() == that.value());
	}

	@Override
	public int hashCode() {
		return Long.hashCode(value());
	}

	@Override
	public String toString() {
		return Long.toHexString(value());
	}

}
