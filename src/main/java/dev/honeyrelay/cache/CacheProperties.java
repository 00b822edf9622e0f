package dev.honeyrelay.cache;

import java.time.Duration;
import java.util.Objects;

import dev.honeyrelay.memory.Heap;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * How long answers about settled runs are kept, and how much memory they may take.
 *
 * @param maxSize Bytes of the heap the stored responses may take together, all that
 * belongs to them counted, before the least useful are evicted; a quarter of the heap
 * unless set.
 * @param maxEntry Bytes one stored response may take; a larger one is served and not
 * stored. 16 MB unless set, or all that may be stored where that is less.
 * @param freshnessFraction Share of the time for which an answer has been still that it
 * stays fresh.
 * @param minFresh Shortest freshness lifetime of a settled answer.
 * @param firstFresh Longest freshness lifetime of an answer that the relay sees for the
 * first time.
 * @param maxFresh Longest time for which a stored response is served without asking
 * HoneyHive.
 * @param unsettledFresh How long the answer about an unsettled run is kept; zero for not
 * at all.
 * @param refreshAhead Last share of the freshness lifetime in which a read starts a
 * refresh; zero turns this off.
 * @param staleWhileRevalidate How long a stale answer is served while it is refreshed
 * (RFC 5861).
 * @param staleIfError How long a stale answer may stand in while HoneyHive fails (RFC
 * 5861).
 * @param staleWait How long a caller waits for HoneyHive when a stale answer is at hand.
 * @param upstreamDirectives Whether HoneyHive's Cache-Control, Expires, Age and Vary are
 * honoured.
 */
@ConfigurationProperties("relay.cache")
public record CacheProperties(@Nullable DataSize maxSize, @Nullable DataSize maxEntry,
		@DefaultValue("0.1") double freshnessFraction, @DefaultValue("1s") Duration minFresh,
		@DefaultValue("10s") Duration firstFresh, @DefaultValue("1h") Duration maxFresh,
		@DefaultValue("0s") Duration unsettledFresh, @DefaultValue("0.2") double refreshAhead,
		@DefaultValue("0s") Duration staleWhileRevalidate, @DefaultValue("7d") Duration staleIfError,
		@DefaultValue("2s") Duration staleWait, @DefaultValue("honour") UpstreamDirectives upstreamDirectives) {

	private static final Duration SHORTEST_MEMORY = Duration.ofDays(1);

	private static final DataSize LARGEST_ENTRY = DataSize.ofMegabytes(16);

	public CacheProperties {
		maxSize = (maxSize != null) ? maxSize : DataSize.ofBytes(Heap.defaultShare());
		maxEntry = (maxEntry != null) ? maxEntry : (maxSize.compareTo(LARGEST_ENTRY) < 0) ? maxSize : LARGEST_ENTRY;
		Assert.isTrue(maxSize.toBytes() > 0, "relay.cache.max-size must be more than 0");
		Assert.isTrue(maxEntry.toBytes() > 0 && maxEntry.compareTo(maxSize) <= 0,
				"relay.cache.max-entry must be more than 0 and at most relay.cache.max-size");
		Assert.isTrue(freshnessFraction > 0 && freshnessFraction <= 1,
				"relay.cache.freshness-fraction must be more than 0 and at most 1");
		Assert.isTrue(minFresh.isPositive() && minFresh.compareTo(maxFresh) <= 0,
				"relay.cache.min-fresh must be more than 0 and at most relay.cache.max-fresh");
		Assert.isTrue(firstFresh.isPositive(), "relay.cache.first-fresh must be more than 0");
		Assert.isTrue(refreshAhead >= 0 && refreshAhead < 1,
				"relay.cache.refresh-ahead must be at least 0 and less than 1");
		Assert.isTrue(
				!unsettledFresh.isNegative() && !staleWhileRevalidate.isNegative() && !staleIfError.isNegative()
						&& !staleWait.isNegative(),
				"relay.cache.unsettled-fresh, stale-while-revalidate, stale-if-error and stale-wait must not be negative");
	}

	@Override
	public DataSize maxSize() {
		return Objects.requireNonNull(this.maxSize);
	}

	@Override
	public DataSize maxEntry() {
		return Objects.requireNonNull(this.maxEntry);
	}

	/**
	 * Returns how long an answer is remembered that nobody asks for: for twice as long as
	 * it could be of use, so that one that could not stand in any more is still
	 * revalidated.
	 */
	Duration memory() {
		Duration useful = this.maxFresh.plus(this.staleIfError).plus(this.staleWhileRevalidate).multipliedBy(2);
		return (useful.compareTo(SHORTEST_MEMORY) > 0) ? useful : SHORTEST_MEMORY;
	}

	/**
	 * What to do with HoneyHive's own word on caching.
	 */
	public enum UpstreamDirectives {

		/**
		 * As RFC 9111 has it for a shared cache: some forbid storing, some stale answers,
		 * and explicit freshness is an upper bound.
		 */
		HONOUR,

		/** They are not looked at: the operator's override. */
		IGNORE

	}

}
