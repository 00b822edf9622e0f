package dev.honeyrelay.access;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Finds the credential in a request: the token after {@code Bearer}, or as the password
 * of {@code Basic} (RFC 6750, RFC 7617), in the one {@code Authorization} field there may
 * be; and what the gateway says, where there is one.
 */
final class CredentialConverter implements AuthenticationConverter {

	private final @Nullable GatewayHeaders gateway;

	CredentialConverter(@Nullable GatewayHeaders gateway) {
		this.gateway = gateway;
	}

	@Override
	public @Nullable Authentication convert(HttpServletRequest request) {
		Credential.Identity identity = (this.gateway != null) ? this.gateway.identityIn(request) : null;
		String token = tokenIn(request);
		return (token != null || identity != null) ? new PresentedCredential(new Credential(token, identity)) : null;
	}

	private static @Nullable String tokenIn(HttpServletRequest request) {
		List<String> fields = Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION));
		return switch (fields.size()) {
			case 0 -> null;
			case 1 -> token(fields.getFirst().strip());
			default -> throw new BadCredentialsException("more than one Authorization field");
		};
	}

	private static String token(String field) {
		int space = field.indexOf(' ');
		String scheme = (space < 0) ? field : field.substring(0, space);
		String credentials = (space < 0) ? "" : field.substring(space).strip();
		if (scheme.equalsIgnoreCase("Bearer")) {
			return credentials;
		}
		if (scheme.equalsIgnoreCase("Basic")) {
			return password(credentials);
		}
		throw new BadCredentialsException("neither Bearer nor Basic");
	}

	private static String password(String credentials) {
		try {
			String pair = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
			int colon = pair.indexOf(':');
			if (colon >= 0) {
				return pair.substring(colon + 1);
			}
		}
		catch (IllegalArgumentException ex) {
			// falls through to the refusal
		}
		throw new BadCredentialsException("not a user and a password in Base64");
	}

}
