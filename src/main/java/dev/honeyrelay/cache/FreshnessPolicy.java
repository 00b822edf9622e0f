package dev.honeyrelay.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import dev.honeyrelay.cache.CacheProperties.UpstreamDirectives;
import dev.honeyrelay.response.Directive;
import dev.honeyrelay.response.Directives;
import dev.honeyrelay.response.FetchedResponse;
import dev.honeyrelay.response.NotStoredReason;
import dev.honeyrelay.response.Outage;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an answer may be stored, for how long it is fresh, and whether it may
 * stand in once it is stale. {@code completed} is not final, so the lifetime follows from
 * how long the answer has been still. Pure: it reads no clock and changes nothing.
 */
public final class FreshnessPolicy {

	// The largest age there is (RFC 9111 section 1.2.2).
	private static final Duration OLDEST = Duration.ofSeconds(1L << 31);

	private static final Duration STALE_IF_KEY_REFUSED = Duration.ofHours(24);

	private final CacheProperties properties;

	public FreshnessPolicy(CacheProperties properties) {
		this.properties = properties;
	}

	/** Returns why {@code seen} must not be stored, or {@code null} if it may be. */
	public @Nullable NotStoredReason vetoOf(FetchedResponse seen) {
		if (!seen.settled() && this.properties.unsettledFresh().isZero()) {
			return NotStoredReason.UNSETTLED;
		}
		return directivesOf(seen).veto();
	}

	/** Returns for how long {@code seen} is fresh, counted from when it was asked for. */
	public Duration lifetimeOf(FetchedResponse seen, ChangeHistory stillness) {
		Duration lifetime = seen.settled() ? settledLifetime(seen, stillness) : this.properties.unsettledFresh();
		Directives directives = directivesOf(seen);
		Duration bound = directives.freshness();
		if (bound != null) {
			return shorter(lifetime, bound);
		}
		// Clocks need not agree, so that only the age that HoneyHive tells counts here.
		Duration left = this.properties.maxFresh().minus(directives.age());
		return left.isNegative() ? Duration.ZERO : shorter(lifetime, left);
	}

	/**
	 * Returns the age of {@code seen} at {@code now}: what it was when HoneyHive was
	 * asked and the time since then (RFC 9111 section 4.2.3).
	 */
	public Duration ageOf(FetchedResponse seen, Instant now) {
		Duration resident = Duration.between(seen.askedAt(), now);
		Duration before = directivesOf(seen).currentAge();
		return before.isZero() ? resident : shorter(resident.plus(before), OLDEST);
	}

	/**
	 * Returns what forbids to serve {@code seen} once it is stale, or {@code null} if
	 * nothing does.
	 */
	public @Nullable Directive againstStale(FetchedResponse seen) {
		return directivesOf(seen).againstStale();
	}

	/** Returns how usable {@code stored} is at {@code now}. */
	public Freshness freshnessOf(StoredResponse stored, Instant now) {
		if (now.isBefore(stored.freshUntil())) {
			return now.isBefore(ageingFrom(stored)) ? Freshness.FRESH : Freshness.AGEING;
		}
		Duration staleness = Duration.between(stored.freshUntil(), now);
		if (againstStale(stored.seen()) != null) {
			return Freshness.EXPIRED;
		}
		if (staleness.compareTo(this.properties.staleWhileRevalidate()) < 0) {
			return Freshness.REVALIDATING;
		}
		return isWithin(staleness, this.properties.staleIfError(), stored) ? Freshness.STALE : Freshness.EXPIRED;
	}

	/**
	 * Returns whether {@code stored} may stand in at {@code now} for what {@code outage}
	 * withholds.
	 */
	public boolean mayStandIn(StoredResponse stored, Outage outage, Instant now) {
		return againstStale(stored.seen()) == null && wouldStandIn(stored, outage, now);
	}

	/**
	 * Returns whether {@code stored} would stand in at {@code now} for what
	 * {@code outage} withholds, if only HoneyHive did not forbid it.
	 */
	public boolean wouldStandIn(StoredResponse stored, Outage outage, Instant now) {
		Duration limit = this.properties.staleIfError();
		if (outage.kind() == Outage.Kind.KEY_REFUSED) {
			limit = shorter(limit, STALE_IF_KEY_REFUSED);
		}
		return isWithin(Duration.between(stored.freshUntil(), now), limit, stored);
	}

	/** Returns how long a caller waits for HoneyHive when a stale answer is at hand. */
	public Duration staleWait() {
		return this.properties.staleWait();
	}

	private Duration settledLifetime(FetchedResponse seen, ChangeHistory stillness) {
		Duration watched = stillness.watchedAt(seen.askedAt());
		Duration lifetime = fractionOf(quiet(seen, stillness), this.properties.freshnessFraction());
		if (lifetime.compareTo(this.properties.minFresh()) < 0) {
			lifetime = this.properties.minFresh();
		}
		return shorter(shorter(lifetime, this.properties.maxFresh()), this.properties.firstFresh().plus(watched));
	}

	/**
	 * The time since the answer last changed, as far as HoneyHive's times and our own
	 * reads show.
	 */
	private Duration quiet(FetchedResponse seen, ChangeHistory stillness) {
		Duration watched = stillness.watchedAt(seen.askedAt());
		if (seen.touchedAt() == null) {
			return watched;
		}
		Duration untouched = Duration.between(seen.touchedAt(), seen.askedAt());
		return stillness.changeSeen() ? shorter(untouched, watched) : untouched;
	}

	private Directives directivesOf(FetchedResponse seen) {
		return (this.properties.upstreamDirectives() == UpstreamDirectives.HONOUR) ? seen.directives()
				: Directives.NONE;
	}

	private Instant ageingFrom(StoredResponse stored) {
		Duration lifetime = Duration.between(stored.seen().askedAt(), stored.freshUntil());
		return stored.freshUntil().minus(fractionOf(lifetime, this.properties.refreshAhead()));
	}

	// What an unsettled run said is soon untrue, so it never stands in.
	private static boolean isWithin(Duration staleness, Duration limit, StoredResponse stored) {
		return stored.seen().settled() && staleness.compareTo(limit) < 0;
	}

	private static Duration fractionOf(Duration duration, double fraction) {
		// Not toNanos(), which fails beyond 292 years: HoneyHive's times may be anything.
		return Duration.ofNanos((long) (TimeUnit.NANOSECONDS.convert(duration) * fraction));
	}

	private static Duration shorter(Duration one, Duration other) {
		return (one.compareTo(other) <= 0) ? one : other;
	}

}
