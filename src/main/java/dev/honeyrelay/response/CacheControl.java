package dev.honeyrelay.response;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What the {@code Cache-Control} of a 200 says to a shared cache (RFC 9111 section
 * 5.2.2).
 *
 * @param directives the words in it that have to be heeded
 * @param lifetime for how long it may be used, or {@code null} if it does not say so;
 * zero if it says so and cannot be read
 */
public record CacheControl(Set<Directive> directives, @Nullable Duration lifetime) {

	private static final List<Directive> AGAINST_STALE = List.of(Directive.MUST_REVALIDATE, Directive.PROXY_REVALIDATE,
			Directive.S_MAXAGE, Directive.NO_CACHE);

	public CacheControl {
		directives = directives.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(directives));
	}

	/** Returns why the response must not be stored, or {@code null} if it may be. */
	@Nullable NotStoredReason veto() {
		// What a 200 means for storing is understood.
		if (this.directives.contains(Directive.NO_STORE) && !this.directives.contains(Directive.MUST_UNDERSTAND)) {
			return NotStoredReason.NO_STORE;
		}
		return this.directives.contains(Directive.PRIVATE) ? NotStoredReason.PRIVATE : null;
	}

	/**
	 * Returns what forbids to use the response once it is stale, or {@code null} if
	 * nothing does.
	 */
	@Nullable Directive againstStale() {
		for (Directive directive : AGAINST_STALE) {
			if (this.directives.contains(directive)) {
				return directive;
			}
		}
		return null;
	}

}
