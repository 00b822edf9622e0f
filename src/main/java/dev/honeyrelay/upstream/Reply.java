package dev.honeyrelay.upstream;

import java.time.Instant;

import dev.honeyrelay.run.ByteBudget.Lease;
import dev.honeyrelay.run.Outage;

import org.springframework.http.HttpHeaders;

/**
 * What came over the wire for one request.
 */
sealed interface Reply {

	/**
	 * A whole response.
	 *
	 * @param status its status code, never a 1xx
	 * @param headers its header fields
	 * @param body its content, decoded
	 * @param askedAt when the request went out
	 */
	record Received(int status, HttpHeaders headers, Body body, Instant askedAt) implements Reply {

		/**
		 * Returns whether it may be about the answer that {@code validator} stands for:
		 * only a 304 with another entity tag is not.
		 */
		boolean isAbout(String validator) {
			String tag = this.headers.getETag();
			return this.status != 304 || tag == null || opaque(tag).equals(opaque(validator));
		}

		private static String opaque(String tag) {
			return tag.startsWith("W/") ? tag.substring(2) : tag;
		}

	}

	/**
	 * No response, or not a whole one.
	 *
	 * @param outage why
	 * @param transientFault whether the connection failed: another attempt may do better
	 */
	record Lost(Outage outage, boolean transientFault) implements Reply {
	}

	/**
	 * The bytes of a response's content, and the lease of the memory they take.
	 */
	final class Body {

		private final byte[] bytes;

		private final Lease lease;

		Body(byte[] bytes, Lease lease) {
			this.bytes = bytes;
			this.lease = lease;
		}

		/** Returns the bytes themselves, which nobody changes. */
		byte[] bytes() {
			return this.bytes;
		}

		Lease lease() {
			return this.lease;
		}

	}

}
