package dev.honeyrelay.access.jwt;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;

/**
 * What has to be right of a token of an AWS load balancer, once its signature is. Who
 * issued it, until when it is good and which balancer signs it may be said in its header.
 */
final class BalancerTokens {

	private static final long LATEST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

	private final String issuer;

	private final String signer;

	private final JwtTimestampValidator times;

	BalancerTokens(String issuer, String signer, Duration clockSkew) {
		this.issuer = issuer;
		this.signer = signer;
		this.times = new JwtTimestampValidator(clockSkew);
	}

	/** Returns whether it names the one issuer, and none besides. */
	boolean isIssued(Jwt jwt) {
		Object said = jwt.getClaims().get(JwtClaimNames.ISS);
		Object above = jwt.getHeaders().get(JwtClaimNames.ISS);
		return (said != null || above != null) && (said == null || this.issuer.equals(said))
				&& (above == null || this.issuer.equals(above));
	}

	/** Returns whether the balancer of the settings signs it. */
	boolean isSigned(Jwt jwt) {
		return this.signer.equals(jwt.getHeaders().get("signer"));
	}

	/** Returns whether it expires, and has not yet, wherever it says so. */
	boolean isInTime(Jwt jwt) {
		Instant above = expiryIn(jwt.getHeaders().get(JwtClaimNames.EXP));
		if (above == null && jwt.getExpiresAt() == null) {
			return false;
		}
		return isNow(jwt) && (above == null
				|| isNow(Jwt.withTokenValue("-").header("alg", "-").claim(JwtClaimNames.EXP, above).build()));
	}

	private boolean isNow(Jwt jwt) {
		return !this.times.validate(jwt).hasErrors();
	}

	private static @Nullable Instant expiryIn(@Nullable Object seconds) {
		return (seconds instanceof Number number) ? Instant.ofEpochSecond(Math.clamp(number.longValue(), 0, LATEST))
				: null;
	}

}
