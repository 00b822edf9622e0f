package dev.honeyrelay.access.jwt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import dev.honeyrelay.access.RefusalReason;
import dev.honeyrelay.access.RefusedCredentialException;
import dev.honeyrelay.credentials.Caller;
import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.security.oauth2.jwt.MappedJwtClaimSetConverter;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.util.StringUtils;

/**
 * Verifies the tokens of one issuer, and tells whom they name.
 */
final class IssuerTokens {

	private static final String MEDIA = "application/";

	// RFC 7519 section 5.1 and RFC 9068 section 2.1.
	private static final Set<String> TYPES = Set.of("jwt", "at+jwt");

	private final String shortName;

	private final IssuerProperties properties;

	private final NimbusJwtDecoder decoder;

	IssuerTokens(String shortName, IssuerProperties properties, Duration clockSkew, JWKSource<SecurityContext> keys) {
		this.shortName = shortName;
		this.properties = properties;
		this.decoder = decoder(properties.algorithms(), keys);
		this.decoder.setJwtValidator(validator(properties, clockSkew));
	}

	/**
	 * Returns whom {@code token} names.
	 * @throws RefusedCredentialException if anything is wrong with it
	 */
	TokenIdentity verify(String token) {
		if (!this.properties.isBalancer() && !JwtCallers.isJwt(token)) {
			throw new RefusedCredentialException(RefusalReason.JWT_MALFORMED);
		}
		Jwt jwt = verified(token);
		String name = (jwt.getClaims().get(this.properties.callerClaim()) instanceof String text && Caller.isName(text))
				? text : null;
		return new TokenIdentity(this.shortName, name, groupsIn(jwt, name));
	}

	private Jwt verified(String token) {
		try {
			return this.decoder.decode(token);
		}
		catch (JwtValidationException ex) {
			throw new RefusedCredentialException(
					RefusalReason.valueOf(ex.getErrors().iterator().next().getErrorCode()));
		}
		catch (BadJwtException ex) {
			throw new RefusedCredentialException(RefusalReason.JWT_SIGNATURE);
		}
		catch (JwtException ex) {
			throw new RefusedCredentialException(
					(NestedExceptionUtils.getMostSpecificCause(ex) instanceof RateLimitReachedException)
							? RefusalReason.JWT_KEY : RefusalReason.ISSUER_KEYS);
		}
	}

	// Where there are groups, a name that is spelt like one stands for nothing. One group
	// may be written without a list.
	private List<String> groupsIn(Jwt jwt, @Nullable String name) {
		if (!StringUtils.hasText(this.properties.groupsClaim())) {
			return (name != null) ? List.of(name) : List.of();
		}
		Object groups = jwt.getClaims().get(this.properties.groupsClaim());
		Collection<?> listed = (groups instanceof Collection<?> several) ? several
				: (groups != null) ? List.of(groups) : List.of();
		return listed.stream()
			.filter(String.class::isInstance)
			.map(String.class::cast)
			.filter(Caller::isGroup)
			.toList();
	}

	private static NimbusJwtDecoder decoder(List<String> algorithms, JWKSource<SecurityContext> keys) {
		Set<JWSAlgorithm> accepted = algorithms.stream().map(JWSAlgorithm::parse).collect(Collectors.toSet());
		NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(keys).jwtProcessorCustomizer((processor) -> {
			processor.setJWSKeySelector(new EdwardsCurve(accepted, keys));
			processor.setJWSVerifierFactory(new EdwardsCurve.Verifiers());
		}).build();
		// An issuer is any text, and compared as that.
		decoder.setClaimSetConverter(MappedJwtClaimSetConverter.withDefaults(Map.of("iss", (issuer) -> issuer)));
		return decoder;
	}

	private static OAuth2TokenValidator<Jwt> validator(IssuerProperties properties, Duration clockSkew) {
		String issuer = Objects.requireNonNull(properties.issuer());
		List<OAuth2TokenValidator<Jwt>> checks = new ArrayList<>();
		checks.add((jwt) -> result(isTyped(jwt.getHeaders().get("typ")), RefusalReason.JWT_TYPE));
		if (properties.isBalancer()) {
			BalancerTokens balancer = new BalancerTokens(issuer, Objects.requireNonNull(properties.signer()),
					clockSkew);
			checks.add((jwt) -> result(balancer.isIssued(jwt), RefusalReason.JWT_ISSUER));
			checks.add((jwt) -> result(balancer.isSigned(jwt), RefusalReason.JWT_SIGNER));
			checks.add((jwt) -> result(balancer.isInTime(jwt), RefusalReason.JWT_TIME));
			return new DelegatingOAuth2TokenValidator<>(checks);
		}
		JwtTimestampValidator times = new JwtTimestampValidator(clockSkew);
		// A token for ever could not be taken back.
		times.setAllowEmptyExpiryClaim(false);
		Set<String> audience = new HashSet<>(properties.audience());
		checks.add(refusing(RefusalReason.JWT_ISSUER, new JwtIssuerValidator(issuer)));
		checks.add(refusing(RefusalReason.JWT_AUDIENCE, new JwtClaimValidator<@Nullable Collection<String>>("aud",
				(aud) -> aud != null && aud.stream().anyMatch(audience::contains))));
		checks.add(refusing(RefusalReason.JWT_TIME, times));
		return new DelegatingOAuth2TokenValidator<>(checks);
	}

	private static OAuth2TokenValidator<Jwt> refusing(RefusalReason reason, OAuth2TokenValidator<Jwt> validator) {
		return (jwt) -> result(!validator.validate(jwt).hasErrors(), reason);
	}

	private static OAuth2TokenValidatorResult result(boolean good, RefusalReason otherwise) {
		return good ? OAuth2TokenValidatorResult.success()
				: OAuth2TokenValidatorResult.failure(new OAuth2Error(otherwise.name()));
	}

	// A media type, whose first part may be left away (RFC 7515 section 4.1.9).
	private static boolean isTyped(@Nullable Object type) {
		if (type == null) {
			return true;
		}
		String media = type.toString().toLowerCase(Locale.ROOT);
		return TYPES.contains(media.startsWith(MEDIA) ? media.substring(MEDIA.length()) : media);
	}

}
