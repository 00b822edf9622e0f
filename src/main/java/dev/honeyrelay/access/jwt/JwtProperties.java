package dev.honeyrelay.access.jwt;

import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.honeyrelay.credentials.Caller;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * Whose JSON Web Tokens are credentials here.
 *
 * @param issuer The one issuer named default, exactly as its tokens have it in the claim
 * iss; empty for none of that name.
 * @param keySetUrl URL of the key set of the issuer named default; empty for the one that
 * the issuer itself names at /.well-known/openid-configuration, if that is at the
 * issuer's own origin.
 * @param audience What the claim aud of a token of the issuer named default must have,
 * one of these.
 * @param callerClaim Claim that names the caller in a token of the issuer named default.
 * @param clockSkew How far the clock of an issuer may be from this one.
 * @param projects Projects by the caller's name, for whom the issuer named default names
 * and who is no caller of the credentials file; "[*]" stands for everybody.
 * @param issuers Issuers by short names of small letters, digits and hyphens.
 */
@ConfigurationProperties("relay.jwt")
public record JwtProperties(@Nullable String issuer, @Nullable String keySetUrl, @DefaultValue List<String> audience,
		@DefaultValue("sub") String callerClaim, @DefaultValue("60s") Duration clockSkew,
		@DefaultValue Map<String, List<String>> projects, @DefaultValue Map<String, IssuerProperties> issuers) {

	private static final String PREFIX = "relay.jwt";

	private static final String DEFAULT = "default";

	private static final Duration LONGEST_SKEW = Duration.ofMinutes(5);

	public JwtProperties {
		audience = List.copyOf(audience);
		projects = Map.copyOf(projects);
		issuers = Collections.unmodifiableSortedMap(new TreeMap<>(issuers));
		Assert.isTrue(!clockSkew.isNegative() && clockSkew.compareTo(LONGEST_SKEW) <= 0,
				PREFIX + ".clock-skew must be from 0s to 5m");
		Set<String> selectors = new HashSet<>();
		issuers.forEach((name, entry) -> {
			Assert.isTrue(Caller.Identity.isIssuer(name), PREFIX + ".issuers has a short name that is not of at most"
					+ " 32 small letters, digits and hyphens: " + name);
			entry.check(PREFIX + ".issuers." + name);
			Assert.isTrue(selectors.add(selectorOf(entry)), PREFIX + ".issuers." + name
					+ " has the issuer and the header of another entry: nothing would tell their tokens apart");
		});
		if (StringUtils.hasText(issuer)) {
			IssuerProperties single = single(issuer, keySetUrl, audience, callerClaim, projects);
			single.check(PREFIX);
			Assert.isTrue(!issuers.containsKey(DEFAULT) && selectors.add(selectorOf(single)), PREFIX
					+ ".issuer is the entry default of relay.jwt.issuers: its name, or its issuer and header, are there twice");
		}
	}

	/** Returns the issuers by their short names. */
	public SortedMap<String, IssuerProperties> entries() {
		SortedMap<String, IssuerProperties> entries = new TreeMap<>(this.issuers);
		if (StringUtils.hasText(this.issuer)) {
			entries.put(DEFAULT, single(this.issuer, this.keySetUrl, this.audience, this.callerClaim, this.projects));
		}
		return entries;
	}

	/**
	 * Returns the names of the header fields beside {@code Authorization} in which tokens
	 * come, in small letters or as they are written, each one once.
	 */
	public List<String> assertionHeaders() {
		SortedMap<String, String> names = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		entries().values()
			.stream()
			.filter((entry) -> !entry.isInAuthorization())
			.forEach((entry) -> names.putIfAbsent(entry.header(), entry.header()));
		return List.copyOf(names.values());
	}

	private static IssuerProperties single(String issuer, @Nullable String keySetUrl, List<String> audience,
			String callerClaim, Map<String, List<String>> projects) {
		return new IssuerProperties(issuer, keySetUrl, audience, IssuerProperties.AUTHORIZATION, callerClaim, null,
				projects, List.of(), IssuerProperties.Format.JWT, null);
	}

	private static String selectorOf(IssuerProperties entry) {
		return entry.header().toLowerCase(Locale.ROOT) + ' ' + entry.issuer();
	}

}
