package dev.honeyrelay.access.gateway;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.honeyrelay.access.RefusalReason;
import dev.honeyrelay.access.RefusedCredentialException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Whom a gateway's header fields name, and whose word is not taken.
 */
class GatewayHeadersTests {

	private static final String SECRET = "a-secret-of-the-gateway";

	private InetAddress peer = InetAddress.ofLiteral("10.1.2.3");

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "X-User: ada|ada", "x-user:  ada |ada", "X-User: ada; X-Groups: |ada",
					"X-User: ada; X-Groups: readers|ada,readers", "X-User: ada; x-groups: a, ,b c, |ada,a,b c",
					"X-User: ada; X-Groups: a,,b|ada,a,b" })
	void theGatewaysWordIsTaken(String lines, String named) {
		GatewayIdentity identity = headers("").identityIn(request(lines));

		assertThat(identity.user() + String.join("", identity.groups().stream().map((group) -> ',' + group).toList()))
			.isEqualTo(named);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "X-Username: ada", "X-Gateway-Secret: a-secret-of-the-gateway" })
	void whoIsNotNamedIsNobody(String lines) {
		assertThat(headers("").identityIn(request(lines))).isNull();
		this.peer = InetAddress.ofLiteral("10.9.9.9");
		assertThat(headers(SECRET).identityIn(request(lines))).isNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "X_User: ada|GATEWAY_FIELD_SPELLING", "x_groups: a|GATEWAY_FIELD_SPELLING",
					"X-User: ada; X_User: bob|GATEWAY_FIELD_SPELLING", "X-User: ada; X-User: bob|GATEWAY_FIELD_TWICE",
					"X-User: ada; X-Groups: a; X-Groups: b|GATEWAY_FIELD_TWICE", "X-Groups: a|GATEWAY_NAME",
					"X-User: |GATEWAY_NAME", "X-User: ada lovelace|GATEWAY_NAME", "X-User: \u00e4da|GATEWAY_NAME" })
	void whatCannotBeReliedOnIsRefused(String lines, RefusalReason reason) {
		assertThat(refusal("", lines)).isEqualTo(reason);
	}

	@Test
	void onlyTheGatewaysNetworksAreBelieved() {
		this.peer = InetAddress.ofLiteral("10.1.3.1");
		assertThat(refusal("", "X-User: ada")).isEqualTo(RefusalReason.GATEWAY_NETWORK);
		assertThat(refusal(SECRET, "X-User: ada; X-Gateway-Secret: " + SECRET))
			.isEqualTo(RefusalReason.GATEWAY_NETWORK);
		this.peer = null;
		assertThat(refusal("", "X-User: ada")).isEqualTo(RefusalReason.GATEWAY_NETWORK);
		this.peer = InetAddress.ofLiteral("192.0.2.7");
		assertThat(headers("").identityIn(request("X-User: ada"))).isNotNull();
	}

	@Test
	void whereThereIsASecretItHasToBeShown() {
		assertThat(headers(SECRET).identityIn(request("X-User: ada; X-Gateway-Secret:  " + SECRET + ' '))).isNotNull();
		assertThat(refusal(SECRET, "X-User: ada")).isEqualTo(RefusalReason.GATEWAY_SECRET);
		assertThat(refusal(SECRET, "X-User: ada; X-Gateway-Secret: " + SECRET + 'x'))
			.isEqualTo(RefusalReason.GATEWAY_SECRET);
		assertThat(refusal(SECRET, "X-User: ada; X-Gateway-Secret: x; X-Gateway-Secret: " + SECRET))
			.isEqualTo(RefusalReason.GATEWAY_FIELD_TWICE);
	}

	@Test
	void withoutAFieldForGroupsThereAreNone() {
		GatewayHeaders headers = new GatewayHeaders(new GatewayProperties(" X-User ", null, ",", List.of("10.1.2.0/24"),
				"X-Gateway-Secret", null, Map.of()), (request) -> this.peer);

		assertThat(headers.identityIn(request("X-User: ada; X-Groups: a")))
			.isEqualTo(new GatewayIdentity("ada", List.of()));
	}

	private RefusalReason refusal(String secret, String lines) {
		String label = catchThrowableOfType(RefusedCredentialException.class,
				() -> headers(secret).identityIn(request(lines)))
			.getMessage();
		return RefusalReason.valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
	}

	private GatewayHeaders headers(String secret) {
		return new GatewayHeaders(new GatewayProperties("X-User", " X-Groups", ",", List.of("10.1.2.0/24", "192.0.2.7"),
				"X-Gateway-Secret", secret, Map.of()), (request) -> this.peer);
	}

	/** Returns a request of which nothing but these header fields is asked. */
	private static Request request(String lines) {
		HttpFields.Mutable fields = HttpFields.build();
		for (String line : List.of(lines.split("; ", -1))) {
			int colon = line.indexOf(':');
			if (colon > 0) {
				fields.add(line.substring(0, colon), line.substring(colon + 1));
			}
		}
		return (Request) Proxy.newProxyInstance(Request.class.getClassLoader(), new Class<?>[] { Request.class },
				(proxy, method, arguments) -> {
					assertThat(method.getName()).isEqualTo("getHeaders");
					return fields.asImmutable();
				});
	}

}
