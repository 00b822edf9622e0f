package dev.honeyrelay.access;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Tells whom a JSON Web Token of the issuer names. Whatever is wrong with one, it names
 * nobody.
 */
final class JwtCallers {

	private static final Pattern SIGNED = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");

	private final JwtProperties properties;

	private final JwtDecoder decoder;

	JwtCallers(JwtProperties properties, JWKSource<SecurityContext> keys) {
		this.properties = properties;
		this.decoder = decoder(properties, keys);
	}

	/** Returns whether {@code token} has the form of one. */
	static boolean isJwt(String token) {
		return SIGNED.matcher(token).matches();
	}

	/** Returns the name of whoever {@code token} was issued to, or {@code null}. */
	@Nullable String nameIn(String token) {
		try {
			Jwt jwt = this.decoder.decode(token);
			return (jwt.getClaims().get(this.properties.callerClaim()) instanceof String name) ? name : null;
		}
		catch (JwtException ex) {
			return null;
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
		return new DelegatingOAuth2TokenValidator<>(
				List.of(times, new JwtIssuerValidator(Objects.requireNonNull(properties.issuer())),
						new JwtAudienceValidator(Objects.requireNonNull(properties.audience()))));
	}

}
