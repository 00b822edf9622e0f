package dev.honeyrelay.run;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What HoneyHive's header fields say about keeping an answer (RFC 9111 section 5.2).
 *
 * @param veto why it must not be stored, or {@code null} if it may be
 * @param freshness the explicit freshness lifetime, or {@code null} if none is given
 */
public record Directives(@Nullable Veto veto, @Nullable Duration freshness) {

	/** No word about storing. */
	public static final Directives NONE = new Directives(null, null);

}
