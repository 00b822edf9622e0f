package dev.honeyrelay.response;

import java.time.Duration;
import java.time.Instant;

import dev.honeyrelay.run.Footprint;
import org.jspecify.annotations.Nullable;

/**
 * What HoneyHive's header fields say about storing an answer and about how old it was
 * when it came (RFC 9111 sections 4.2 and 5). What is explicit and cannot be read counts
 * as stale.
 *
 * @param cacheControl what {@code Cache-Control} says, or {@code null} if there is none
 * @param expires what {@code Expires} says by HoneyHive's clock, or {@code null} if there
 * is none
 * @param varies whether {@code Vary} says that no other request may be answered with it;
 * {@code null} if there is no such field
 * @param date what {@code Date} says, or else when HoneyHive was asked
 * @param age how old the answer was by the field {@code Age}, zero if there is none
 * @param apparentAge how old it was by {@code Date} and the relay's clock, never negative
 */
public record Directives(@Nullable CacheControl cacheControl, @Nullable Instant expires, @Nullable Boolean varies,
		@Nullable Instant date, Duration age, Duration apparentAge) {

	/** Nothing is said about storing. */
	public static final Directives NONE = new Directives(null, null, null, null, Duration.ZERO, Duration.ZERO);

	/** Returns how many bytes of the heap this takes. */
	int footprint() {
		int rest = (this.cacheControl != null) ? 5 * Footprint.OBJECT : 0;
		return equals(NONE) ? 0 : 6 * Footprint.OBJECT + rest;
	}

	/** Returns why the answer must not be stored, or {@code null} if it may be. */
	public @Nullable NotStoredReason veto() {
		NotStoredReason veto = (this.cacheControl != null) ? this.cacheControl.veto() : null;
		return (veto == null && Boolean.TRUE.equals(this.varies)) ? NotStoredReason.VARY : veto;
	}

	/**
	 * Returns for how long the answer is fresh from when it was asked for, or
	 * {@code null} if HoneyHive does not say so.
	 */
	public @Nullable Duration freshness() {
		Duration lifetime = (this.cacheControl != null) ? this.cacheControl.lifetime() : null;
		if (lifetime == null && this.expires != null && this.date != null) {
			lifetime = Duration.between(this.date, this.expires);
		}
		if (lifetime == null) {
			return null;
		}
		Duration left = lifetime.minus(currentAge());
		return left.isNegative() ? Duration.ZERO : left;
	}

	/** Returns how old the answer was when it was asked for. */
	public Duration currentAge() {
		return (this.age.compareTo(this.apparentAge) >= 0) ? this.age : this.apparentAge;
	}

	/**
	 * Returns what forbids to serve the answer once it is stale, or {@code null} if
	 * nothing does.
	 */
	public @Nullable Directive againstStale() {
		return (this.cacheControl != null) ? this.cacheControl.againstStale() : null;
	}

	/**
	 * Returns what counts after a 304 that says {@code newer}: each of its fields
	 * replaces the one of that name (RFC 9111 section 3.2). How old the answer is, it
	 * says in any case.
	 */
	public Directives updatedBy(Directives newer) {
		return new Directives((newer.cacheControl != null) ? newer.cacheControl : this.cacheControl,
				(newer.expires != null) ? newer.expires : this.expires,
				(newer.varies != null) ? newer.varies : this.varies, newer.date, newer.age, newer.apparentAge);
	}

}
