package dev.honeyrelay.access.limit;

import java.time.Duration;
import java.util.Comparator;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.honeyrelay.access.CallerAuthentication;
import dev.honeyrelay.credentials.Caller;
import dev.honeyrelay.memory.Heap;
import dev.honeyrelay.response.Places;
import dev.honeyrelay.run.Footprint;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Keeps every caller within its limits, each replica for itself: so many requests in a
 * minute, and so many trips to HoneyHive at once.
 */
@Component
public final class CallerLimits implements HandlerInterceptor {

	private static final String PLACES = Places.class.getName();

	private static final Duration WINDOW = Duration.ofMinutes(1);

	// Longer than the window and than any trip: who comes back later has used up nothing.
	private static final Duration MEMORY = Duration.ofHours(1);

	// A caller, and what it has used up.
	private static final int ENTRY = Footprint.CACHE_ENTRY + 12 * Footprint.OBJECT;

	private final LimitProperties properties;

	private final TimeMeter time;

	private final Cache<Quota, Bucket> requests;

	private final Cache<String, Places> misses;

	@Autowired
	public CallerLimits(LimitProperties properties, Ticker ticker) {
		this(properties, ticker, mostBytes());
	}

	/** Creates limits whose memory takes at most {@code bytes} of the heap. */
	public CallerLimits(LimitProperties properties, Ticker ticker, long bytes) {
		this.properties = properties;
		this.time = new TickerTime(ticker);
		this.requests = Caffeine.newBuilder()
			.maximumWeight(bytes / 2)
			.weigher((Quota quota, Bucket bucket) -> ENTRY + Footprint.of(quota.caller()))
			.expireAfterAccess(MEMORY)
			.executor(Runnable::run)
			.ticker(ticker)
			.build();
		this.misses = Caffeine.newBuilder()
			.maximumWeight(bytes / 2)
			.weigher((String caller, Places places) -> ENTRY + Footprint.of(caller))
			.expireAfterAccess(MEMORY)
			.executor(Runnable::run)
			.ticker(ticker)
			.build();
	}

	/** Returns how many bytes of the heap the memory of callers may take. */
	public static long mostBytes() {
		return Heap.share(64);
	}

	/**
	 * Returns the places for trips that {@code request} may cause, after this interceptor
	 * has let it through.
	 */
	public static Places placesOf(HttpServletRequest request) {
		return (request.getAttribute(PLACES) instanceof Places places) ? places : Places.unlimited();
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		if (request.getUserPrincipal() instanceof CallerAuthentication authentication) {
			Caller caller = authentication.getPrincipal();
			LimitExceededException exceeded = count(caller);
			if (exceeded != null) {
				throw exceeded;
			}
			if (this.properties.concurrentMisses() > 0) {
				request.setAttribute(PLACES, this.misses.get(caller.key(), this::places));
			}
		}
		return true;
	}

	/**
	 * Counts a request of {@code caller}'s, unless that is one too many.
	 * @return why it is, or {@code null} if it is not
	 */
	public @Nullable LimitExceededException count(Caller caller) {
		int perMinute = perMinute(caller);
		if (perMinute == 0) {
			return null;
		}
		ConsumptionProbe probe = bucketOf(caller, perMinute).tryConsumeAndReturnRemaining(1);
		if (probe.isConsumed()) {
			return null;
		}
		Duration wait = Duration.ofNanos(probe.getNanosToWaitForRefill());
		return new LimitExceededException(perMinute, Math.max(1, wait.plusMillis(999).toSeconds()));
	}

	/**
	 * Returns whether another request of {@code caller}'s would be one too many. Nothing
	 * is counted.
	 */
	public boolean isReached(Caller caller) {
		int perMinute = perMinute(caller);
		return perMinute != 0 && bucketOf(caller, perMinute).getAvailableTokens() < 1;
	}

	private int perMinute(Caller caller) {
		Integer own = caller.requestsPerMinute();
		return (own != null) ? own : this.properties.requestsPerMinute();
	}

	private Bucket bucketOf(Caller caller, int perMinute) {
		return this.requests.get(new Quota(caller.key(), perMinute), this::bucket);
	}

	// The quota comes back as a whole when its minute is over: so much the header fields
	// can say.
	private Bucket bucket(Quota quota) {
		Bandwidth minute = Bandwidth.builder()
			.capacity(quota.perMinute())
			.refillIntervally(quota.perMinute(), WINDOW)
			.build();
		return Bucket.builder().addLimit(minute).withCustomTimePrecision(this.time).build();
	}

	private Places places(String caller) {
		return new Places(this.properties.concurrentMisses());
	}

	/** A changed limit begins anew. */
	private record Quota(String caller, int perMinute) implements Comparable<Quota> {

		private static final Comparator<Quota> ORDER = Comparator.comparing(Quota::caller)
			.thenComparingInt(Quota::perMinute);

		@Override
		public int compareTo(Quota other) {
			return ORDER.compare(this, other);
		}

	}

	/** The clock that everything here goes by, as Bucket4j reads it. */
	private record TickerTime(Ticker ticker) implements TimeMeter {

		@Override
		public long currentTimeNanos() {
			return this.ticker.read();
		}

		@Override
		public boolean isWallClockBased() {
			return false;
		}

	}

}
