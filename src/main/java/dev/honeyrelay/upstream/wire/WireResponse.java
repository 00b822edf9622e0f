package dev.honeyrelay.upstream.wire;

import java.time.Instant;

import dev.honeyrelay.memory.ByteBudget.Lease;
import dev.honeyrelay.response.Outage;

import org.springframework.http.HttpHeaders;

/**
 * What came over the wire for one request.
 */
public sealed interface WireResponse {

	/**
	 * A whole response.
	 *
	 * @param status its status code, never a 1xx
	 * @param headers its header fields
	 * @param body its content, decoded
	 * @param askedAt when the request went out
	 */
	public record Received(int status, HttpHeaders headers, Body body, Instant askedAt) implements WireResponse {

		/**
		 * Returns whether it may be about the answer that {@code validator} stands for:
		 * only a 304 with another entity tag is not.
		 */
		public boolean isAbout(String validator) {
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
	public record Lost(Outage outage, boolean transientFault) implements WireResponse {
	}

	/**
	 * The bytes of a response's content, and the lease of the memory they take.
	 */
	final class Body {

		private final byte[] bytes;

		private final Lease lease;

		public Body(byte[] bytes, Lease lease) {
			this.bytes = bytes;
			this.lease = lease;
		}

		/** Returns the bytes themselves, which nobody changes. */
		public byte[] bytes() {
			return this.bytes;
		}

		public Lease lease() {
			return this.lease;
		}

	}

}
