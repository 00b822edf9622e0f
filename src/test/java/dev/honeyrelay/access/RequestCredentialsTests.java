package dev.honeyrelay.access;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.security.authentication.BadCredentialsException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What a request presents as a credential.
 */
class RequestCredentialsTests {

	private static final String JWT = "aaaa.bbbb.cccc";

	private final RequestCredentials credentials = new RequestCredentials(null, List.of("X-Assertion", "X-Other"));

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "Bearer abc|abc", "bearer abc|abc", "'  BEARER   abc  '|abc",
			"Bearer a b|a b", "Basic OmFiYw==|abc", "basic dXNlcjphYmM=|abc", "Basic dXNlcjphOmI=|a:b" })
	void aTokenComesAsBearerOrAsAPassword(String field, String token) {
		assertThat(tokenIn(field)).isEqualTo(token);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "abc|AUTHORIZATION_SCHEME", "Negotiate abc|AUTHORIZATION_SCHEME",
					"BearerX abc|AUTHORIZATION_SCHEME", "Basic !|AUTHORIZATION_MALFORMED",
					"Basic YWJj|AUTHORIZATION_MALFORMED", "Basic|AUTHORIZATION_MALFORMED" })
	void anythingElseIsRefusedWithItsReason(String field, RefusalReason reason) {
		assertThat(catchThrowableOfType(RefusedCredentialException.class, () -> tokenIn(field)).reason())
			.isEqualTo(reason);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Bearer", "Bearer ", "bearer    ", "Basic dXNlcjo=", "Basic dXNlcjogIA==" })
	void anEmptyTokenIsNone(String field) {
		assertThatExceptionOfType(BadCredentialsException.class).isThrownBy(() -> tokenIn(field));
	}

	@Test
	void aPasswordIsUtf8() {
		String pair = Base64.getEncoder().encodeToString("user:caf\u00e9".getBytes(StandardCharsets.UTF_8));

		assertThat(tokenIn("Basic " + pair)).isEqualTo("caf\u00e9");
	}

	@Test
	void twoFieldsAreAmbiguous() {
		HttpFields fields = HttpFields.build().add("Authorization", "Bearer a").add("Authorization", "Bearer a");

		assertThat(catchThrowableOfType(RefusedCredentialException.class, () -> RequestCredentials.tokenIn(fields))
			.reason()).isEqualTo(RefusalReason.AUTHORIZATION_TWICE);
		assertThat(RequestCredentials.tokenIn(HttpFields.build())).isNull();
	}

	@Test
	void whoPresentsNothingHasNoCredential() {
		assertThat(credentialIn(HttpFields.build().add("X-Unknown", JWT))).isNull();
	}

	@Test
	void ofATokenOnlyOneThatHasTheFormOfAJwtIsKept() {
		assertThat(credentialIn(HttpFields.build().add("Authorization", "Bearer abc")).token().jwt()).isNull();
		assertThat(credentialIn(HttpFields.build().add("Authorization", "Bearer " + JWT)).token().jwt()).isEqualTo(JWT);
	}

	@ParameterizedTest
	@CsvSource({ "aaaa.bbbb.cccc", "Bearer aaaa.bbbb.cccc", "'bearer   aaaa.bbbb.cccc '", "' aaaa.bbbb.cccc'" })
	void aTokenMayComeInAFieldOfItsOwn(String value) {
		Credential credential = credentialIn(HttpFields.build().add("x-assertion", value));

		assertThat(credential.token()).isNull();
		assertThat(credential.assertions()).containsExactly(new Credential.Assertion("X-Assertion", JWT));
		assertThat(credential).hasToString("Credential[****]");
		assertThat(credential.assertions().getFirst().toString()).doesNotContain("aaaa");
	}

	@ParameterizedTest
	@ValueSource(strings = { "bearerXa.b.c", "Bearer.b.c", "Basic a.b.c" })
	void whatOnlyBeginsLikeBearerIsKeptWhole(String value) {
		assertThat(credentialIn(HttpFields.build().add("X-Assertion", value)).assertions())
			.containsExactly(new Credential.Assertion("X-Assertion", value));
	}

	@Test
	void suchAFieldComesOnce() {
		HttpFields twice = HttpFields.build().add("X-Other", JWT).add("X-Other", JWT);

		assertThat(catchThrowableOfType(RefusedCredentialException.class, () -> credentialIn(twice)).reason())
			.isEqualTo(RefusalReason.JWT_FIELD_TWICE);
	}

	private Credential credentialIn(HttpFields fields) {
		return this.credentials.credentialIn((Request) Proxy.newProxyInstance(Request.class.getClassLoader(),
				new Class<?>[] { Request.class }, (proxy, method, arguments) -> {
					assertThat(method.getName()).isEqualTo("getHeaders");
					return fields;
				}));
	}

	private static String tokenIn(String field) {
		return RequestCredentials.tokenIn(HttpFields.build().add("Authorization", field));
	}

}
