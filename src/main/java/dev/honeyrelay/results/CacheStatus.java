package dev.honeyrelay.results;

import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

import dev.honeyrelay.response.Directive;
import dev.honeyrelay.response.NotStoredReason;
import dev.honeyrelay.response.Outage;
import org.jspecify.annotations.Nullable;

/**
 * How an answer came about, in the words of RFC 9211. Its text form is the header field's
 * value.
 */
public sealed interface CacheStatus {

	/** The name of this cache. */
	String CACHE = "honeyhive-relay";

	/** All that {@link #label()} ever returns. */
	List<String> LABELS = List.of("hit", "miss", "collapsed", "refetched", "revalidated", "stale-while-revalidate",
			"stale-if-error");

	/** Returns the word for it in meters and the audit log. */
	String label();

	/** Returns whether no stale answer is served. */
	default boolean isCurrent() {
		return switch (this) {
			case Hit(Duration timeToLive, String _) -> timeToLive.isPositive();
			case StandIn _ -> false;
			case Several several -> several.timeToLive() == null;
			case Miss _, Refetched _, Revalidated _ -> true;
		};
	}

	/**
	 * Nothing was asked for this answer.
	 *
	 * @param timeToLive for how much longer it is fresh; negative if it is stale
	 * @param detail why a stale one is served, or {@code null}
	 */
	record Hit(Duration timeToLive, @Nullable String detail) implements CacheStatus {

		@Override
		public String label() {
			return (this.detail != null) ? this.detail : "hit";
		}

		@Override
		public String toString() {
			return CACHE + "; hit; ttl=" + timeToLive().toSeconds() + detailOf(detail());
		}

	}

	/**
	 * Nothing was stored, so HoneyHive was asked.
	 *
	 * @param collapsed whether the request of another caller served this one, too
	 * @param veto why the answer was not stored, or {@code null} if it was
	 */
	record Miss(boolean collapsed, @Nullable NotStoredReason veto) implements CacheStatus {

		@Override
		public String label() {
			return this.collapsed ? "collapsed" : "miss";
		}

		@Override
		public String toString() {
			return CACHE + "; fwd=miss" + (collapsed() ? "; collapsed" : storedOf(veto()));
		}

	}

	/**
	 * What was stored was stale, and HoneyHive gave another answer.
	 *
	 * @param collapsed whether the request of another caller served this one, too
	 * @param veto why the answer was not stored, or {@code null} if it was
	 */
	record Refetched(boolean collapsed, @Nullable NotStoredReason veto) implements CacheStatus {

		@Override
		public String label() {
			return this.collapsed ? "collapsed" : "refetched";
		}

		@Override
		public String toString() {
			return CACHE + "; fwd=stale; fwd-status=200" + (collapsed() ? "; collapsed" : storedOf(veto()));
		}

	}

	/**
	 * What was stored was stale, and HoneyHive said that it is still current.
	 *
	 * @param collapsed whether the request of another caller served this one, too
	 * @param veto why the answer is no longer stored, or {@code null} if it is
	 */
	record Revalidated(boolean collapsed, @Nullable NotStoredReason veto) implements CacheStatus {

		@Override
		public String label() {
			return this.collapsed ? "collapsed" : "revalidated";
		}

		@Override
		public String toString() {
			String rest = (veto() != null) ? storedOf(veto()) : "";
			return CACHE + "; fwd=stale; fwd-status=304" + (collapsed() ? "; collapsed" : rest);
		}

	}

	/**
	 * HoneyHive was asked in vain, and a stale answer stands in.
	 *
	 * @param status the status HoneyHive gave, or {@code null} if it gave none
	 * @param timeToLive how long ago it became stale, negative
	 * @param detail what went wrong
	 */
	record StandIn(@Nullable Integer status, Duration timeToLive, String detail) implements CacheStatus {

		@Override
		public String label() {
			return "stale-if-error";
		}

		@Override
		public String toString() {
			return CACHE + "; fwd=stale" + ((status() != null) ? "; fwd-status=" + status() : "") + "; ttl="
					+ timeToLive().toSeconds() + detailOf(detail());
		}

	}

	/**
	 * Several answers are laid out as one, and not all of them were in memory.
	 *
	 * @param stale whether all that HoneyHive was asked for was stored, and stale
	 * @param timeToLive how long ago the stalest of those became stale that stand in,
	 * negative, or {@code null} if none does
	 * @param forwarded for how many HoneyHive was asked
	 * @param sources how many there are
	 */
	record Several(boolean stale, @Nullable Duration timeToLive, int forwarded, int sources) implements CacheStatus {

		@Override
		public String label() {
			if (this.timeToLive != null) {
				return "stale-if-error";
			}
			return this.stale ? "refetched" : "miss";
		}

		@Override
		public String toString() {
			Duration left = timeToLive();
			String asked = (forwarded() > 0) ? "; fwd=" + (stale() ? "stale" : "miss") : "";
			return CACHE + asked + ((left != null) ? "; ttl=" + left.toSeconds() : "") + "; detail=forwarded-"
					+ forwarded() + "-of-" + sources();
		}

	}

	/**
	 * Returns how what is laid out from several answers came about.
	 * @param sources how each of them did, one at least; {@code null} for one that could
	 * not be had
	 */
	static CacheStatus ofAll(List<@Nullable CacheStatus> sources) {
		return ofAll(sources, 0);
	}

	/**
	 * Returns the same where HoneyHive was not even asked for {@code unasked} of those
	 * that could not be had.
	 */
	static CacheStatus ofAll(List<@Nullable CacheStatus> sources, int unasked) {
		CacheStatus first = sources.getFirst();
		if (sources.size() == 1 && first != null) {
			return first;
		}
		List<Hit> hits = sources.stream().filter(Hit.class::isInstance).map(Hit.class::cast).toList();
		if (hits.size() == sources.size()) {
			return Collections.min(hits, Comparator.comparing(Hit::timeToLive));
		}
		boolean stale = sources.stream().allMatch((source) -> source instanceof Hit || wasStored(source));
		Duration least = sources.stream()
			.map(CacheStatus::timeToLiveOf)
			.filter(Duration::isNegative)
			.min(Comparator.naturalOrder())
			.orElse(null);
		return new Several(stale, least, sources.size() - hits.size() - unasked, sources.size());
	}

	private static boolean wasStored(@Nullable CacheStatus status) {
		return switch (status) {
			case Refetched _, Revalidated _, StandIn _ -> true;
			case Several several -> several.stale();
			case Miss _, Hit _ -> false;
			case null -> false;
		};
	}

	private static Duration timeToLiveOf(@Nullable CacheStatus status) {
		return switch (status) {
			case Hit hit -> hit.timeToLive();
			case StandIn standIn -> standIn.timeToLive();
			case Several(boolean _, Duration timeToLive, int _, int _) when timeToLive != null -> timeToLive;
			case null, default -> Duration.ZERO;
		};
	}

	/**
	 * Returns the header field's value for a problem that is served though a stale answer
	 * would have stood in, had HoneyHive not forbidden it.
	 * @param outage why there is no other answer
	 */
	static String withheld(Outage outage) {
		String asked = "; fwd=stale" + ((outage.status() != null) ? "; fwd-status=" + outage.status() : "");
		return CACHE + (outage.wasAsked() ? asked : "") + detailOf(Directive.MUST_REVALIDATE.label());
	}

	private static String storedOf(@Nullable NotStoredReason veto) {
		return (veto != null) ? "; stored=?0" + detailOf(veto.label()) : "; stored";
	}

	private static String detailOf(@Nullable String detail) {
		return (detail != null) ? "; detail=" + detail : "";
	}

}
