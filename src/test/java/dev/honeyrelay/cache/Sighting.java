package dev.honeyrelay.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import dev.honeyrelay.run.CacheControl;
import dev.honeyrelay.run.ContentCoding;
import dev.honeyrelay.run.Directive;
import dev.honeyrelay.run.Directives;
import dev.honeyrelay.run.Fingerprint;
import dev.honeyrelay.run.Observation;
import dev.honeyrelay.run.Representation;
import dev.honeyrelay.run.Veto;
import org.jspecify.annotations.Nullable;

/**
 * An answer of HoneyHive's to be seen by a test: settled, without times, directives or
 * validator unless the test says so.
 *
 * @param text what it says; spaces make other bytes with the same fingerprint
 * @param settled as {@link Observation#settled()}
 * @param askedAt as {@link Observation#askedAt()}
 * @param touchedAt as {@link Observation#touchedAt()}
 * @param directives as {@link Observation#directives()}
 * @param validator as {@link Observation#validator()}
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

	public Sighting vetoed(Veto veto) {
		return with(forbidding(veto));
	}

	public Sighting freshFor(Duration allowed) {
		return with(allowing(allowed));
	}

	/** Returns what HoneyHive says to forbid storing for that reason. */
	public static Directives forbidding(Veto veto) {
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
	public Observation seen() {
		Representation representation = new Representation(this.text.getBytes(StandardCharsets.UTF_8));
		return new Observation(representation, new Fingerprint(this.text.replace(" ", "").hashCode()), this.settled,
				this.askedAt, this.touchedAt, this.directives, this.validator);
	}

	/** Returns the text of which {@code representation} was made. */
	public static String textOf(Representation representation) {
		return new String(representation.bytes(ContentCoding.IDENTITY), StandardCharsets.UTF_8);
	}

}
