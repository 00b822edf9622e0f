package dev.honeyrelay.access.jwt;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

import dev.honeyrelay.credentials.Caller;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * One issuer whose JSON Web Tokens are credentials here, and what they are good for.
 *
 * @param issuer The issuer, exactly as its tokens have it in the claim iss. Any text will
 * do where key-set-url is set; without that it is the URL at which the issuer publishes
 * its configuration.
 * @param keySetUrl URL of the key set; empty for the one that the issuer itself names at
 * /.well-known/openid-configuration, if that is at the issuer's own origin.
 * @param audience What the claim aud of a token must have, one of these.
 * @param header Header field in which its tokens come, with or without Bearer; in
 * Authorization also as the password of Basic.
 * @param callerClaim Claim of a token that names the caller.
 * @param groupsClaim Claim that lists the groups of the caller; empty for none.
 * @param projects Projects by group, or by the caller's name where there is no
 * groups-claim, for who is no caller of the credentials file; "[*]" stands for everybody
 * whom this issuer names.
 * @param algorithms Algorithms with which its tokens may be signed: RS256, ES256, RS384,
 * RS512, PS256, ES384, EdDSA.
 */
@ConfigurationPropertiesSource
public record IssuerProperties(@Nullable String issuer, @Nullable String keySetUrl, @DefaultValue List<String> audience,
		@DefaultValue(IssuerProperties.AUTHORIZATION) String header, @DefaultValue("sub") String callerClaim,
		@Nullable String groupsClaim, @DefaultValue Map<String, List<String>> projects, @DefaultValue( {
				"RS256", "ES256" }) List<String> algorithms){

	/** The field in which tokens come where nothing else is said. */
	static final String AUTHORIZATION = "Authorization";

	/** The algorithms of tokens where nothing else is said. */
	static final List<String> ALGORITHMS = List.of("RS256", "ES256");

	// RFC 7518 section 3.1 and RFC 8037 section 3.1, of which those that need a shared
	// secret are left out.
	private static final Set<String> KNOWN = Set.of("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA");

	// RFC 9110 section 5.6.2.
	private static final Pattern FIELD = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");

	// What they say of a request is something else.
	private static final Set<String> TAKEN = Set.of("accept", "accept-encoding", "connection", "content-length",
			"cookie", "host", "if-none-match", "origin", "relay-project", "traceparent", "transfer-encoding",
			"x-request-id");

	public IssuerProperties {
		audience = List.copyOf(audience);
		projects = Map.copyOf(projects);
		algorithms = List.copyOf(algorithms);
	}

	/** Returns whether its tokens come in {@code Authorization}. */
	boolean isInAuthorization() {
		return this.header.equalsIgnoreCase(AUTHORIZATION);
	}

	/**
	 * @param entry the setting that this is the value of
	 * @throws IllegalArgumentException if it cannot be right, in one sentence that names
	 * the setting
	 */
	void check(String entry) {
		Assert.isTrue(StringUtils.hasText(this.issuer),
				entry + ".issuer must be set to what its tokens have in the claim iss");
		checkKeys(entry);
		Assert.isTrue(this.audience.stream().anyMatch(StringUtils::hasText),
				entry + ".audience must be set: tokens meant for others are no credentials here");
		Assert.isTrue(FIELD.matcher(this.header).matches() && !TAKEN.contains(this.header.toLowerCase(Locale.ROOT)),
				entry + ".header must be the name of a header field that means nothing else");
		Assert.isTrue(StringUtils.hasText(this.callerClaim), entry + ".caller-claim must not be empty");
		Assert.isTrue(!this.algorithms.isEmpty() && KNOWN.containsAll(this.algorithms),
				entry + ".algorithms must be among RS256, ES256, RS384, RS512, PS256, ES384 and EdDSA");
		Assert.isTrue(this.projects.keySet().stream().allMatch(Caller::isGroup), entry
				+ ".projects has a name that nobody can have: names are 1 to 128 visible ASCII characters, and may have spaces within");
	}

	private void checkKeys(String entry) {
		if (StringUtils.hasText(this.keySetUrl)) {
			Assert.isTrue(isHttp(this.keySetUrl), entry + ".key-set-url must be an absolute http or https URL");
		}
		else {
			Assert.isTrue(isHttp(Objects.requireNonNull(this.issuer)),
					entry + ".issuer must be an absolute http or https URL, or " + entry + ".key-set-url be set");
		}
	}

	private static boolean isHttp(String url) {
		try {
			URI uri = URI.create(url);
			return Arrays.asList("https", "http").contains(uri.getScheme()) && uri.getHost() != null;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

}
