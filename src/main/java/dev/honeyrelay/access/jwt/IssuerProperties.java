package dev.honeyrelay.access.jwt;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.honeyrelay.credentials.Caller;
import dev.honeyrelay.outbound.Authority;
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
 * @param algorithms Algorithms with which its tokens may be signed, of RS256, ES256,
 * RS384, RS512, PS256, ES384 and EdDSA; empty for RS256 and ES256.
 * @param format Form of its tokens: jwt, or aws-alb for what an AWS load balancer sends
 * in x-amzn-oidc-data, which has no audience and a key for each key id. No setting
 * renames iss, aud, exp and nbf, which tell issuer, audience and times.
 * @param signer ARN of the load balancer that signs tokens of the format aws-alb. Its
 * region tells where the keys are, unless key-set-url has the folder they are in.
 */
@ConfigurationPropertiesSource
public record IssuerProperties(@Nullable String issuer, @Nullable String keySetUrl, @DefaultValue List<String> audience,
		@DefaultValue(IssuerProperties.AUTHORIZATION) String header, @DefaultValue("sub") String callerClaim,
		@Nullable String groupsClaim, @DefaultValue Map<String, List<String>> projects,
		@DefaultValue List<String> algorithms, @DefaultValue("jwt") Format format, @Nullable String signer) {

	/** The field in which tokens come where nothing else is said. */
	static final String AUTHORIZATION = "Authorization";

	private static final List<String> ALGORITHMS = List.of("RS256", "ES256");

	// RFC 7518 section 3.1 and RFC 8037 section 3.1, of which those that need a shared
	// secret are left out.
	private static final Set<String> KNOWN = Set.of("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA");

	// RFC 9110 section 5.6.2.
	private static final Pattern FIELD = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");

	private static final Pattern ARN = Pattern
		.compile("arn:aws[a-z-]*:elasticloadbalancing:([a-z0-9-]{1,32}):[0-9]{12}:loadbalancer/[A-Za-z0-9/_-]+");

	private static final String PLAIN = ", without a user and with a port from 1 to 65535 or none";

	// What they say of a request is something else.
	private static final Set<String> TAKEN = Set.of("accept", "accept-encoding", "connection", "content-length",
			"cookie", "forwarded", "host", "if-none-match", "origin", "proxy-authorization", "relay-project",
			"traceparent", "transfer-encoding", "x-request-id");

	public IssuerProperties {
		audience = List.copyOf(audience);
		projects = Map.copyOf(projects);
		algorithms = algorithms.isEmpty() ? ALGORITHMS : List.copyOf(algorithms);
	}

	/** Returns whether its tokens are those of an AWS load balancer. */
	boolean isBalancer() {
		return this.format == Format.AWS_ALB;
	}

	/** Returns the folder in which an AWS load balancer's keys are. */
	String keyFolder() {
		if (StringUtils.hasText(this.keySetUrl)) {
			return this.keySetUrl;
		}
		Matcher arn = ARN.matcher(String.valueOf(this.signer));
		Assert.state(arn.matches(), "not checked");
		return "https://public-keys.auth.elb." + arn.group(1) + ".amazonaws.com/";
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
		if (isBalancer()) {
			checkBalancer(entry);
		}
		else {
			checkKeys(entry);
			Assert.isTrue(this.audience.stream().anyMatch(StringUtils::hasText),
					entry + ".audience must be set: tokens meant for others are no credentials here");
			Assert.isTrue(!StringUtils.hasText(this.signer), entry + ".signer is for the format aws-alb alone");
		}
		Assert.isTrue(FIELD.matcher(this.header).matches() && !TAKEN.contains(this.header.toLowerCase(Locale.ROOT)),
				entry + ".header must be the name of a header field that means nothing else");
		Assert.isTrue(StringUtils.hasText(this.callerClaim), entry + ".caller-claim must not be empty");
		Assert.isTrue(KNOWN.containsAll(this.algorithms),
				entry + ".algorithms must be among RS256, ES256, RS384, RS512, PS256, ES384 and EdDSA");
		Assert.isTrue(this.projects.keySet().stream().allMatch(Caller::isGroup), entry
				+ ".projects has a name that nobody can have: names are 1 to 128 visible ASCII characters, and may have spaces within");
	}

	private void checkBalancer(String entry) {
		Assert.isTrue(!isInAuthorization(), entry + ".header must be set, to x-amzn-oidc-data");
		Assert.isTrue(this.audience.isEmpty(),
				entry + ".audience must be empty: tokens of a load balancer have none, and signer is checked instead");
		Assert.isTrue(StringUtils.hasText(this.signer), entry + ".signer must be set to the load balancer's ARN");
		Assert.isTrue(
				StringUtils.hasText(this.keySetUrl) ? isHttp(this.keySetUrl)
						: ARN.matcher(Objects.requireNonNull(this.signer)).matches(),
				entry + ".signer must be the ARN of a load balancer, or " + entry
						+ ".key-set-url an absolute http or https URL");
	}

	private void checkKeys(String entry) {
		if (StringUtils.hasText(this.keySetUrl)) {
			Assert.isTrue(isHttp(this.keySetUrl), entry + ".key-set-url must be an absolute http or https URL" + PLAIN);
		}
		else {
			Assert.isTrue(isHttp(Objects.requireNonNull(this.issuer)),
					entry + ".issuer must be an absolute http or https URL" + PLAIN + ", or " + entry
							+ ".key-set-url be set");
		}
	}

	/**
	 * The form of tokens.
	 */
	enum Format {

		/** RFC 7519. */
		JWT,

		/** What an AWS load balancer adds to requests of users whom it has logged in. */
		AWS_ALB

	}

	private static boolean isHttp(String url) {
		try {
			URI uri = URI.create(url);
			if (!Arrays.asList("https", "http").contains(uri.getScheme()) || uri.getHost() == null) {
				return false;
			}
			Authority.of(uri.getRawAuthority(), 0);
			return uri.getRawUserInfo() == null;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

}
