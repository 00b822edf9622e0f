package dev.honeyrelay.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import dev.honeyrelay.response.CacheControl;
import dev.honeyrelay.response.ContentCoding;
import dev.honeyrelay.response.Directive;
import dev.honeyrelay.response.Directives;
import dev.honeyrelay.response.FetchedResponse;
import dev.honeyrelay.response.Fingerprint;
import dev.honeyrelay.response.NotStoredReason;
import dev.honeyrelay.response.Representation;
import org.jspecify.annotations.Nullable;

/**
 * An answer of HoneyHive's to be seen by a test: settled, without times, directives or
 * validator unless the test says so.
 *
 * @param text what it says; spaces make other bytes with the same fingerprint
 * @param settled as {@link FetchedResponse#settled()}
 * @param askedAt as {@link FetchedResponse#askedAt()}
 * @param touchedAt as {@link FetchedResponse#touchedAt()}
 * @param directives as {@link FetchedResponse#directives()}
 * @param validator as {@link FetchedResponse#validator()}
 */
public record Sighting(String text, boolean settled, Instant askedAt, @Nullable Instant touchedAt,
		Directives directives, @Nullable String validator) {

	public static Sighting of(String text, Instant askedAt) {
		return new Sighting(text, true, askedAt, null, Directives.NONE, null);
	}

	public Sighting unsettled() {
		return new Sighting(this.text, false, this.askedAt, this.touchedAt, this.directives, this.validator);
	}

	public Sighting touched(Duration ago) {
		return touchedAt(this.askedAt.minus(ago));
	}

	public Sighting touchedAt(@Nullable Instant touchedAt) {
		return new Sighting(this.text, this.settled, this.askedAt, touchedAt, this.directives, this.validator);
	}

	public Sighting vetoed(NotStoredReason veto) {
		return with(forbidding(veto));
	}

	public Sighting freshFor(Duration allowed) {
		return with(allowing(allowed));
	}

	/** Returns what HoneyHive says to forbid storing for that reason. */
	public static Directives forbidding(NotStoredReason veto) {
		return switch (veto) {
			case NO_STORE -> saying(null, Directive.NO_STORE);
			case PRIVATE -> saying(null, Directive.PRIVATE);
			case VARY -> new Directives(null, null, true, null, Duration.ZERO, Duration.ZERO);
			case UNSETTLED, TOO_LARGE, PURGED -> throw new IllegalArgumentException("not HoneyHive's: " + veto);
		};
	}

	/** Returns what HoneyHive says to allow a use for that long. */
	public static Directives allowing(@Nullable Duration lifetime) {
		return saying(lifetime);
	}

	/** Returns a {@code Cache-Control} of HoneyHive's. */
	public static Directives saying(@Nullable Duration lifetime, Directive... directives) {
		return new Directives(new CacheControl(Set.of(directives), lifetime), null, null, null, Duration.ZERO,
				Duration.ZERO);
	}

	public Sighting with(Directives directives) {
		return new Sighting(this.text, this.settled, this.askedAt, this.touchedAt, directives, this.validator);
	}

	public Sighting tagged(String validator) {
		return new Sighting(this.text, this.settled, this.askedAt, this.touchedAt, this.directives, validator);
	}

	/** Returns the observation that the relay would make of it. */
	public FetchedResponse seen() {
		Representation representation = new Representation(this.text.getBytes(StandardCharsets.UTF_8));
		return new FetchedResponse(representation, new Fingerprint(this.text.replace(" ", "").hashCode()), this.settled,
				this.askedAt, this.touchedAt, this.directives, this.validator);
	}

	/** Returns the text of which {@code representation} was made. */
	public static String textOf(Representation representation) {
		return new String(representation.bytes(ContentCoding.IDENTITY), StandardCharsets.UTF_8);
	}

}
