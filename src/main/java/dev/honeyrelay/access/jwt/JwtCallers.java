package dev.honeyrelay.access.jwt;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import dev.honeyrelay.access.RefusalReason;
import dev.honeyrelay.access.RefusedCredentialException;
import dev.honeyrelay.credentials.Caller;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Tells whom a JSON Web Token of the issuer names, or what is wrong with it.
 */
public final class JwtCallers {

	private static final Pattern SIGNED = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");

	private static final String MEDIA = "application/";

	// RFC 7519 section 5.1 and RFC 9068 section 2.1.
	private static final Set<String> TYPES = Set.of("jwt", "at+jwt");

	private final JwtProperties properties;

	private final JwtDecoder decoder;

	public JwtCallers(JwtProperties properties, JWKSource<SecurityContext> keys) {
		this.properties = properties;
		this.decoder = decoder(properties, keys);
	}

	/** Returns whether {@code token} has the form of one. */
	public static boolean isJwt(String token) {
		return SIGNED.matcher(token).matches();
	}

	/**
	 * Returns the name of whoever {@code token} was issued to.
	 * @throws RefusedCredentialException if anything is wrong with it
	 */
	public String nameIn(String token) {
		Jwt jwt = verified(token);
		if (jwt.getClaims().get(this.properties.callerClaim()) instanceof String name && Caller.isName(name)) {
			return name;
		}
		throw new RefusedCredentialException(RefusalReason.JWT_NAME);
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
			throw new RefusedCredentialException(RefusalReason.ISSUER_KEYS);
		}
	}

	private static JwtDecoder decoder(JwtProperties properties, JWKSource<SecurityContext> keys) {
		NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(keys).jwsAlgorithms((algorithms) -> {
			algorithms.clear();
			algorithms.addAll(List.of(SignatureAlgorithm.RS256, SignatureAlgorithm.ES256));
		}).build();
		decoder.setJwtValidator(validator(properties));
		return decoder;
	}

	private static OAuth2TokenValidator<Jwt> validator(JwtProperties properties) {
		JwtTimestampValidator times = new JwtTimestampValidator(properties.clockSkew());
		// A token for ever could not be taken back.
		times.setAllowEmptyExpiryClaim(false);
		return new DelegatingOAuth2TokenValidator<>(List.of(
				(jwt) -> result(isTyped(jwt.getHeaders().get("typ")), RefusalReason.JWT_TYPE),
				refusing(RefusalReason.JWT_ISSUER, new JwtIssuerValidator(Objects.requireNonNull(properties.issuer()))),
				refusing(RefusalReason.JWT_AUDIENCE,
						new JwtAudienceValidator(Objects.requireNonNull(properties.audience()))),
				refusing(RefusalReason.JWT_TIME, times)));
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
