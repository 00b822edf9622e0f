package dev.honeyrelay.response;

import java.time.Instant;

import dev.honeyrelay.run.Footprint;
import org.jspecify.annotations.Nullable;

/**
 * One whole and valid answer of HoneyHive's, as it was seen at one moment.
 *
 * @param representation its bytes
 * @param fingerprint what they say
 * @param settled whether every run in it is {@code completed}
 * @param askedAt when the request for it went out; age and stillness count from here
 * @param touchedAt when HoneyHive's times say that its runs were last touched, by the
 * relay's clock and never after {@code askedAt}; {@code null} if no time can be read
 * @param directives what HoneyHive says about storing it
 * @param validator HoneyHive's entity tag for it, or {@code null}
 */
public record FetchedResponse(Representation representation, Fingerprint fingerprint, boolean settled, Instant askedAt,
		@Nullable Instant touchedAt, Directives directives, @Nullable String validator) {

	/** Returns how many bytes of the heap keeping this takes. */
	public int footprint() {
		// Itself, its fingerprint and two times.
		return 5 * Footprint.OBJECT + this.directives.footprint() + Footprint.of(this.validator)
				+ this.representation.footprint();
	}

	/** Returns whether {@code other} says the same, in whatever bytes. */
	public boolean saysTheSameAs(FetchedResponse other) {
		return this.representation.hasSameBytesAs(other.representation) || this.fingerprint.equals(other.fingerprint);
	}

	/**
	 * Returns this observation with the bytes of {@code same}, which are equal and need
	 * not be kept twice.
	 */
	public FetchedResponse withBytesOf(FetchedResponse same) {
		return new FetchedResponse(same.representation, same.fingerprint, this.settled, this.askedAt, this.touchedAt,
				this.directives, this.validator);
	}

}
