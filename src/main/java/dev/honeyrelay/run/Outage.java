package dev.honeyrelay.run;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Why HoneyHive could not be asked, or could not answer.
 *
 * @param kind whose fault, and what to tell the caller
 * @param status the status HoneyHive gave, or {@code null} if it gave none
 * @param retryAfter how long to wait before asking again, or {@code null} if nobody knows
 */
public record Outage(Kind kind, @Nullable Integer status, @Nullable Duration retryAfter) {

	/** Returns an outage in which HoneyHive gave no status. */
	public static Outage of(Kind kind) {
		return new Outage(kind, null, null);
	}

	/** Returns an outage told by {@code status}. */
	public static Outage of(Kind kind, int status) {
		return new Outage(kind, status, null);
	}

	/** Returns whether HoneyHive was asked at all. */
	public boolean wasAsked() {
		return switch (this.kind) {
			case UNREACHABLE, TIMEOUT, FAILED, INVALID, TOO_LARGE -> true;
			case KEY_REFUSED, RATE_LIMITED -> this.status != null;
			case SUSPENDED, OVERLOADED -> false;
		};
	}

	/**
	 * The kinds of outage, one for each problem that a caller may be shown.
	 */
	public enum Kind {

		/** No connection, or none that lasted until the answer began. */
		UNREACHABLE("unreachable"),

		/** No whole answer within the deadline. */
		TIMEOUT("timeout"),

		/** An answer of 5xx, or a path that HoneyHive no longer serves. */
		FAILED("failed"),

		/**
		 * An answer that is not what was asked for: no JSON, a redirect, broken framing.
		 */
		INVALID("invalid"),

		/** An answer beyond the size limit. */
		TOO_LARGE("too-large"),

		/** HoneyHive refuses the key. */
		KEY_REFUSED("key-refused"),

		/** HoneyHive asks for a pause. */
		RATE_LIMITED("rate-limited"),

		/** The circuit is open. */
		SUSPENDED("suspended"),

		/** The relay has as much under way as it may. */
		OVERLOADED("overloaded");

		private final String label;

		Kind(String label) {
			this.label = label;
		}

		/** Returns the word for it in logs and meters. */
		public String label() {
			return this.label;
		}

	}

}
