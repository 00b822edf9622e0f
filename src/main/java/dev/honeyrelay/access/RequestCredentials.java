package dev.honeyrelay.access;

import dev.honeyrelay.access.gateway.GatewayIdentity;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

import dev.honeyrelay.access.gateway.GatewayHeaders;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.BadCredentialsException;

/**
 * Finds the credential in a request: the token after {@code Bearer}, or as the password
 * of {@code Basic} (RFC 6750, RFC 7617), in the one {@code Authorization} field there may
 * be; tokens that gateways have added in fields of their own; and what the gateway says,
 * where there is one.
 */
final class RequestCredentials {

	private static final String BEARER = "Bearer";

	private final @Nullable GatewayHeaders gateway;

	private final List<String> assertionHeaders;

	/**
	 * @param assertionHeaders names of the fields, beside {@code Authorization}, in which
	 * tokens come
	 */
	RequestCredentials(@Nullable GatewayHeaders gateway, List<String> assertionHeaders) {
		this.gateway = gateway;
		this.assertionHeaders = assertionHeaders;
	}

	/**
	 * Returns the credential that {@code request} presents, or {@code null} if there is
	 * none.
	 * @throws BadCredentialsException if it is malformed or ambiguous
	 */
	@Nullable Credential credentialIn(Request request) {
		GatewayIdentity identity = (this.gateway != null) ? this.gateway.identityIn(request) : null;
		String token = tokenIn(request.getHeaders());
		List<Credential.Assertion> assertions = this.assertionHeaders.stream()
			.filter(request.getHeaders()::contains)
			.map((header) -> assertion(header, request.getHeaders()))
			.toList();
		Credential credential = new Credential((token != null) ? Credential.Token.of(token) : null, assertions,
				identity);
		return credential.isEmpty() ? null : credential;
	}

	private static Credential.Assertion assertion(String header, HttpFields fields) {
		List<String> values = fields.getValuesList(header);
		if (values.size() != 1) {
			throw new RefusedCredentialException(RefusalReason.JWT_FIELD_TWICE);
		}
		String value = values.getFirst().strip();
		boolean bearer = value.regionMatches(true, 0, BEARER + ' ', 0, BEARER.length() + 1);
		return new Credential.Assertion(header, bearer ? value.substring(BEARER.length()).strip() : value);
	}

	/** Returns the token in {@code header}, or {@code null} if there is none. */
	static @Nullable String tokenIn(HttpFields header) {
		List<String> fields = header.getValuesList(HttpHeader.AUTHORIZATION);
		return switch (fields.size()) {
			case 0 -> null;
			case 1 -> token(fields.getFirst().strip());
			default -> throw new RefusedCredentialException(RefusalReason.AUTHORIZATION_TWICE);
		};
	}

	private static String token(String field) {
		int space = field.indexOf(' ');
		String scheme = (space < 0) ? field : field.substring(0, space);
		String credentials = (space < 0) ? "" : field.substring(space).strip();
		if (scheme.equalsIgnoreCase(BEARER)) {
			return notBlank(credentials);
		}
		if (scheme.equalsIgnoreCase("Basic")) {
			return notBlank(password(credentials));
		}
		throw new RefusedCredentialException(RefusalReason.AUTHORIZATION_SCHEME);
	}

	private static String notBlank(String token) {
		if (token.isBlank()) {
			throw new BadCredentialsException("an empty token is none");
		}
		return token;
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
		throw new RefusedCredentialException(RefusalReason.AUTHORIZATION_MALFORMED);
	}

}
