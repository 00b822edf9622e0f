package dev.honeyrelay.response;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Why HoneyHive could not be asked, or could not answer.
 *
 * @param kind whose fault, and what to tell the caller
 * @param status the status HoneyHive gave, or {@code null} if it gave none
 * @param retryAfter how long to wait before asking again, or {@code null} if nobody knows
 * @param cause why there was no connection, or {@code null} if there was one
 */
public record Outage(Kind kind, @Nullable Integer status, @Nullable Duration retryAfter, @Nullable Cause cause) {

	public Outage(Kind kind, @Nullable Integer status, @Nullable Duration retryAfter) {
		this(kind, status, retryAfter, null);
	}

	/** Returns an outage in which HoneyHive gave no status. */
	public static Outage of(Kind kind) {
		return new Outage(kind, null, null);
	}

	/** Returns the same outage after {@code status} had been read. */
	public Outage with(int status) {
		return new Outage(this.kind, status, this.retryAfter, this.cause);
	}

	/** Returns an outage told by {@code status}. */
	public static Outage of(Kind kind, int status) {
		return new Outage(kind, status, null);
	}

	/** Returns an outage in which {@code cause} kept HoneyHive from being reached. */
	public static Outage unreachable(Cause cause) {
		return new Outage(Kind.UNREACHABLE, null, null, cause);
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

		/**
		 * The circuit is open; or HoneyHive asked for a pause with the status that is
		 * given.
		 */
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

	/**
	 * Why HoneyHive cannot be reached: where a connection, or the start of an answer, is
	 * missing.
	 */
	public enum Cause {

		/** The host's name has no address. */
		DNS("dns", "the host's name is not known"),

		/** Nobody listens there, or the network has no way to it. */
		REFUSED("refused", "the connection was refused"),

		/** No connection within the time for it. */
		CONNECT_TIMEOUT("connect-timeout", "no connection came about in time"),

		/** The connection ended before an answer began. */
		RESET("reset", "the connection ended before an answer began"),

		/** The certificate is not issued by anybody who is trusted. */
		TLS_UNTRUSTED("tls-untrusted", "the certificate's issuer is not trusted"),

		/** The certificate is for another name. */
		TLS_NAME("tls-name", "the certificate is for another name"),

		/** The certificate is not valid any more, or not yet. */
		TLS_EXPIRED("tls-expired", "the certificate is not valid any more, or not yet"),

		/** The other side does not speak TLS, or no TLS that both understand. */
		TLS_PROTOCOL("tls-protocol", "no TLS connection could be agreed on"),

		/** The proxy on the way out refused, or could not be reached. */
		PROXY("proxy", "the proxy on the way did not let the connection through");

		private final String label;

		private final String meaning;

		Cause(String label, String meaning) {
			this.label = label;
			this.meaning = meaning;
		}

		/** Returns the word for it in logs, meters and problems. */
		public String label() {
			return this.label;
		}

		/** Returns what it means, as a part of a sentence. */
		public String meaning() {
			return this.meaning;
		}

		/** Returns whether it will be so until somebody replaces a certificate. */
		public boolean isAboutCertificate() {
			return this == TLS_UNTRUSTED || this == TLS_NAME || this == TLS_EXPIRED;
		}

	}

}
