package dev.honeyrelay.upstream;

import java.time.Instant;

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
	}

	/**
	 * No response, or not a whole one.
	 *
	 * @param outage why
	 */
	record Lost(Outage outage) implements Reply {
	}

	/**
	 * The bytes of a response's content.
	 */
	final class Body {

		private final byte[] bytes;

		Body(byte[] bytes) {
			this.bytes = bytes;
		}

		/** Returns the bytes themselves, which nobody changes. */
		byte[] bytes() {
			return this.bytes;
		}

	}

}
