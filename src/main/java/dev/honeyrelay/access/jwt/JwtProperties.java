package dev.honeyrelay.access.jwt;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.honeyrelay.credentials.Caller;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * Whose JSON Web Tokens are credentials here, and what they are good for.
 *
 * @param issuer URL of the issuer, exactly as its tokens have it in the claim iss; empty
 * for no tokens of this kind.
 * @param keySetUrl URL of the issuer's key set; empty for the one that the issuer itself
 * names at /.well-known/openid-configuration, if that is at the issuer's own origin.
 * @param audience What the claim aud of a token must have.
 * @param callerClaim Claim that names the caller.
 * @param clockSkew How far the issuer's clock may be from this one.
 * @param projects Projects by value of that claim, for values that are no caller of the
 * credentials file; "[*]" stands for every value.
 */
@ConfigurationProperties("relay.jwt")
public record JwtProperties(@Nullable String issuer, @Nullable String keySetUrl, @Nullable String audience,
		@DefaultValue("sub") String callerClaim, @DefaultValue("60s") Duration clockSkew,
		@DefaultValue Map<String, List<String>> projects) {

	private static final Duration LONGEST_SKEW = Duration.ofMinutes(5);

	public JwtProperties {
		projects = Map.copyOf(projects);
		Assert.isTrue(projects.keySet().stream().allMatch(Caller::isGroup),
				"relay.jwt.projects has a name that nobody can"
						+ " have: names are 1 to 128 visible ASCII characters, and may have spaces within");
		if (StringUtils.hasText(issuer)) {
			Assert.isTrue(isHttp(issuer), "relay.jwt.issuer must be an absolute http or https URL");
			Assert.isTrue(StringUtils.hasText(audience),
					"relay.jwt.audience must be set: tokens meant for others are no credentials here");
		}
		Assert.isTrue(!StringUtils.hasText(keySetUrl) || isHttp(keySetUrl),
				"relay.jwt.key-set-url must be an absolute http or https URL");
		Assert.isTrue(StringUtils.hasText(callerClaim), "relay.jwt.caller-claim must not be empty");
		Assert.isTrue(!clockSkew.isNegative() && clockSkew.compareTo(LONGEST_SKEW) <= 0,
				"relay.jwt.clock-skew must be from 0s to 5m");
	}

	/** Returns whether there are tokens of this kind. */
	public boolean isEnabled() {
		return StringUtils.hasText(this.issuer);
	}

	private static boolean isHttp(String url) {
		try {
			URI uri = URI.create(url);
			return ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme())) && uri.getHost() != null;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

}
