package dev.honeyrelay.results;

import org.springframework.context.ApplicationContext;

/**
 * What is under way to HoneyHive, from the moment at which it was decided and though its
 * thread may not have begun yet.
 */
public final class TripsUnderWay {

	private TripsUnderWay() {
	}

	/** Returns how many trips the relay of {@code context} has under way. */
	public static int in(ApplicationContext context) {
		return context.getBean(UpstreamFetcher.class).underWay();
	}

}
