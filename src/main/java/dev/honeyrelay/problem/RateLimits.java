package dev.honeyrelay.problem;

import dev.honeyrelay.access.limit.LimitExceededException;

import org.springframework.http.HttpHeaders;

/**
 * Tells callers that they are beyond a limit of their own, which one, and when to come
 * back.
 */
public final class RateLimits {

	private static final long SOON = 1;

	private RateLimits() {
	}

	/** Returns the problem of a caller that asks too often. */
	static Problem requests(LimitExceededException exceeded) {
		return problem(String.valueOf(exceeded.getMessage()), "\"default\"", "q=" + exceeded.quota() + ";w=60",
				exceeded.seconds());
	}

	/** Returns the problem of a caller that has as many trips under way as it may. */
	public static Problem misses(int places) {
		return problem("This caller may have " + places + " requests to HoneyHive under way at once.",
				"\"concurrent-misses\"", "q=" + places + ";qu=\"concurrent-requests\"", SOON);
	}

	private static Problem problem(String detail, String policy, String quota, long seconds) {
		return Problem.of(ProblemType.RATE_LIMITED, detail)
			.with(HttpHeaders.RETRY_AFTER, Long.toString(seconds))
			.with("RateLimit-Policy", policy + ';' + quota)
			.with("RateLimit", policy + ";r=0;t=" + seconds);
	}

}
