package dev.honeyrelay.access.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.honeyrelay.TestTokens;
import dev.honeyrelay.harness.RawCaller;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.Stage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.honeyrelay.harness.RunningRelay.TOKEN;
import static dev.honeyrelay.harness.RunningRelay.bare;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What a company's gateway says of users, and who else says it.
 */
class GatewayTests {

	private static final String PATH = "/v1/runs/gateway/result";

	private static final String USER = "X-Forwarded-User: default";

	private static final String SECRET = "X-Gateway-Secret: a-secret-of-the-gateway";

	private static final String BEARER = "Authorization: Bearer " + TOKEN;

	// Of the caller that the user "default" is.
	private static final String OWN_BEARER = "Authorization: Bearer the-token-of-dashboards";

	private static final Stage STAGE = open("127.0.0.0/8", "--relay.gateway.secret=a-secret-of-the-gateway");

	@AfterAll
	static void close() {
		STAGE.close();
	}

	@ParameterizedTest
	@MethodSource("clear")
	void theGatewaysWordIsTaken(String lines) {
		RawResponse response = ask(STAGE, lines);

		assertThat(response.status()).isEqualTo(200);
		assertThat(response.value("Vary")).isEqualTo(RawResponse.VARY + ", X-Forwarded-User, X-Forwarded-Groups");
	}

	static Stream<String> clear() {
		return Stream.of(USER + '\n' + SECRET, USER.toLowerCase(java.util.Locale.ROOT) + '\n' + SECRET,
				// Users who are no callers of their own, by one of their groups.
				"X-Forwarded-User: alice@example.com\nX-Forwarded-Groups: staff, analysts\n" + SECRET,
				"X-Forwarded-User: alice@example.com\nX-Forwarded-Groups: analysts\n" + SECRET,
				// Names as companies have them.
				"X-Forwarded-User: o'brien@example.com\nX-Forwarded-Groups: analysts\n" + SECRET,
				"X-Forwarded-User: auth0|5f7c\nX-Forwarded-Groups: analysts\n" + SECRET,
				"X-Forwarded-User: accounts.google.com:alice\nX-Forwarded-Groups: analysts\n" + SECRET,
				"X-Forwarded-User: CN=alice,OU=lab\nX-Forwarded-Groups: Domain Users, analysts\n" + SECRET,
				// The same caller twice over.
				USER + '\n' + SECRET + '\n' + OWN_BEARER,
				// Those who do not come through the gateway.
				BEARER, BEARER + "\nX-Gateway-Secret: wrong");
	}

	@ParameterizedTest
	@MethodSource("unclear")
	void whateverCanBeReadInTwoWaysIsRefused(String lines) {
		assertThat(ask(STAGE, lines).status()).isEqualTo(401);
	}

	static Stream<String> unclear() {
		return Stream.of(USER, USER + "\nX-Gateway-Secret: wrong", USER + '\n' + SECRET + '\n' + SECRET,
				USER + '\n' + SECRET + "\nX-Gateway-Secret: wrong", USER + "\nX-Gateway-Secret:", USER + '\n' + BEARER,
				USER + '\n' + USER + '\n' + SECRET, USER + "\nX-Forwarded-User: operator\n" + SECRET,
				"X_Forwarded_User: default\n" + SECRET, "X-Forwarded_User: default\n" + SECRET,
				USER + "\nx_forwarded_user: default\n" + SECRET, BEARER + "\nX_Forwarded_User: default",
				BEARER + "\nX_Forwarded_Groups: analysts", "X-Forwarded-User:\n" + SECRET,
				"X-Forwarded-User: default, default\n" + SECRET, "X-Forwarded-User: de fault\n" + SECRET,
				"X-Forwarded-User: nobody\n" + SECRET, "X-Forwarded-User: nobody\nX-Forwarded-Groups: staff\n" + SECRET,
				"X-Forwarded-Groups: analysts\n" + SECRET, "X-Forwarded-Groups: analysts\n" + BEARER,
				"X-Forwarded-User: a\nX-Forwarded-Groups: analysts\nX-Forwarded-Groups: staff\n" + SECRET,
				"X-Forwarded-User: alice\nX-Forwarded-Groups: analysts\n" + SECRET + '\n' + BEARER,
				// Called like a caller, and not that caller.
				USER + '\n' + SECRET + '\n' + BEARER, "X-Forwarded-User: dashboards\n" + SECRET,
				"X-Forwarded-User: analysts\n" + SECRET, USER + '\n' + SECRET + "\nAuthorization: Bearer wrong",
				USER + '\n' + SECRET + '\n' + BEARER + '\n' + BEARER);
	}

	@Test
	void namesInASettingsFileAreKeptWhole(@TempDir Path folder) throws Exception {
		Files.writeString(folder.resolve("application.yml"), """
				relay:
				  gateway:
				    projects:
				      alice@example.com: [default]
				      Domain Users: [default]
				      auth0|5f7c.x: default
				      "accounts.google.com:bob": [default]
				""");
		try (Stage stage = open("127.0.0.1", "--spring.config.additional-location=file:" + folder + '/')) {
			for (String group : List.of("alice@example.com", "Domain Users", "auth0|5f7c.x", "accounts.google.com:bob",
					"staff, Domain Users", "analysts")) {
				assertThat(ask(stage, "X-Forwarded-User: u\nX-Forwarded-Groups: " + group).status()).as(group)
					.isEqualTo(200);
			}
			for (String group : List.of("aliceexample.com", "domain users", "DomainUsers", "auth05f7c.x", "auth0|5f7c",
					"accounts", "ANALYSTS")) {
				assertThat(ask(stage, "X-Forwarded-User: u\nX-Forwarded-Groups: " + group).status()).as(group)
					.isEqualTo(401);
			}
		}
	}

	@Test
	void groupsArePartedAsTheGatewayPartsThem() {
		try (Stage stage = open("127.0.0.1", "--relay.gateway.groups-separator=|",
				"--relay.gateway.projects[Domain, Users]=default")) {
			for (String groups : List.of("analysts", "staff|analysts", "staff | analysts | x", "staff|Domain, Users")) {
				assertThat(ask(stage, "X-Forwarded-User: auth0|5f7c\nX-Forwarded-Groups: " + groups).status())
					.as(groups)
					.isEqualTo(200);
			}
			for (String groups : List.of("staff,analysts", "staff|an|alysts", "Domain|Users", "|", "staff;analysts")) {
				assertThat(ask(stage, "X-Forwarded-User: auth0|5f7c\nX-Forwarded-Groups: " + groups).status())
					.as(groups)
					.isEqualTo(401);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "||", "a", "0", "\u00b7", "\n" })
	void aSeparatorThatCannotBeStopsTheStart(String separator) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new GatewayProperties("X-User", "X-Groups", separator, List.of("127.0.0.1"), "X-Secret",
					null, Map.of()))
			.withMessageStartingWith("relay.gateway.groups-separator must be one visible ASCII character");
	}

	@Test
	void aGroupThatWouldBeReadAsTwoStopsTheStart() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new GatewayProperties("X-User", "X-Groups", ",", List.of("127.0.0.1"), "X-Secret", null,
					Map.of("CN=lab,OU=x", List.of("default"))))
			.withMessageStartingWith("relay.gateway.projects has a group with relay.gateway.groups-separator");
	}

	@Test
	void onlyTheConnectionsOwnAddressCounts() {
		// Even where the container goes by what the header says.
		try (Stage elsewhere = open("10.1.0.0/16", "--server.forward-headers-strategy=native")) {
			assertThat(ask(elsewhere, USER).status()).isEqualTo(401);
			assertThat(ask(elsewhere, USER + "\nX-Forwarded-For: 10.1.2.3").status()).isEqualTo(401);
			assertThat(ask(elsewhere, USER + "\nForwarded: for=10.1.2.3").status()).isEqualTo(401);
			assertThat(ask(elsewhere, USER + "\nX-Real-IP: 10.1.2.3\n" + BEARER).status()).isEqualTo(401);
			assertThat(ask(elsewhere, BEARER).status()).isEqualTo(200);
		}
	}

	@Test
	void aBalancerThatIsTrustedTellsTheAddress() throws IOException {
		try (Stage behind = open("10.1.0.0/16", "--relay.proxy-protocol.trusted-networks=127.0.0.1",
				"--relay.callers.header-timeout=500ms", "--relay.upstream.retry.max-attempts=1")) {
			String request = bare("GET", PATH, USER);
			String first = "\r\n\r\n\0\r\nQUIT\n";

			assertThat(answers(behind, "PROXY TCP4 10.1.2.3 10.0.0.1 4711 443\r\n" + request, request, request))
				.containsExactly(200, 200, 200);
			assertThat(answers(behind, "PROXY TCP4 10.2.2.3 10.0.0.1 4711 443\r\n" + request)).containsExactly(401);
			assertThat(answers(behind, first + "!\u0011\0\f\n\u0001\u0002\u0003\n\0\0\u0001\u0012g\0P" + request))
				.containsExactly(200);
			assertThat(answers(behind, first + " \0\0\0" + request)).containsExactly(401);
			assertThat(answers(behind, "PROXY UNKNOWN\r\n" + request)).containsExactly(401);
			assertThat(answers(behind, bare("GET", "/livez"), bare("GET", PATH, BEARER))).containsExactly(200, 200);
			assertThat(answers(behind, "PROXY TCP4 10.1.2.3 10.0.0.1 4711 443\r\nGET / HTTP/1.1\r\nHost:"))
				.containsExactly(408);
			try (RawCaller nonsense = behind.relay().connect()) {
				assertThat(nonsense.send("PROXY TCP9 a b c d\r\n" + request).isClosed()).isTrue();
			}
		}
	}

	@Test
	void nobodyElseTellsAnAddress() throws IOException {
		assertThat(answers(STAGE, "PROXY TCP4 10.1.2.3 10.0.0.1 4711 443\r\n" + bare("GET", PATH, BEARER)))
			.containsExactly(400);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ProxyProtocolProperties(List.of("10.1.2.0/24", "10.0.0.0/8")))
			.withMessageStartingWith("relay.proxy-protocol.trusted-networks has a network wider than /16");
		assertThatIllegalArgumentException().isThrownBy(() -> new ProxyProtocolProperties(List.of("balancer")))
			.withMessageStartingWith("relay.proxy-protocol.trusted-networks must be networks such as");
	}

	@Test
	void aNarrowNetworkNeedsNoSecret() {
		try (Stage narrow = open("127.0.0.1")) {
			assertThat(ask(narrow, USER).status()).isEqualTo(200);
		}
	}

	@Test
	void withoutAGatewaySuchFieldsMeanNothing() {
		assertThat(ask(Stage.shared(), USER + '\n' + SECRET).status()).isEqualTo(401);
		RawResponse response = ask(Stage.shared(), "X-Forwarded-User: operator\nX_Forwarded_User: x\n" + BEARER);
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.value("Vary")).isEqualTo(RawResponse.VARY);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0.0.0.0/0", "10.0.0.0/8", "fd00::/8" })
	void aWideNetworkNeedsASecret(String network) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new GatewayProperties("X-User", null, ",", List.of(network), "X-Secret", "", Map.of()))
			.withMessageStartingWith("relay.gateway.secret must be set");
		assertThat(new GatewayProperties("X-User", null, ",", List.of(network), "X-Secret", "a-secret-of-20-characters",
				Map.of()))
			.hasToString("GatewayProperties[****]");
	}

	@Test
	void aGatewayWithoutANetworkStopsTheStart() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new GatewayProperties("X-User", null, ",", List.of(), "X-Secret", null, Map.of()))
			.withMessageStartingWith("relay.gateway.trusted-networks must list");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new GatewayProperties(null, null, ",", List.of("gateway"), "X-Secret", null, Map.of()))
			.withMessageStartingWith("relay.gateway.trusted-networks must be");
	}

	// Over one connection.
	private static List<Integer> answers(Stage stage, String... requests) throws IOException {
		List<Integer> statuses = new ArrayList<>();
		try (RawCaller caller = stage.relay().connect()) {
			for (String request : requests) {
				statuses.add(caller.send(request).receive().status());
			}
		}
		return statuses;
	}

	private static RawResponse ask(Stage stage, String lines) {
		return stage.relay().send(bare("GET", PATH, lines.split("\n")));
	}

	private static Stage open(String network, String... settings) {
		List<String> all = Stream.concat(
				Stream.of("--relay.credentials=" + credentials(), "--relay.gateway.user-header=X-Forwarded-User",
						"--relay.gateway.groups-header=X-Forwarded-Groups",
						"--relay.gateway.trusted-networks=" + network, "--relay.gateway.projects.analysts=default"),
				Stream.of(settings))
			.toList();
		return Stage.open(all.toArray(String[]::new));
	}

	private static Path credentials() {
		try {
			Path file = Files.createTempFile("credentials", ".yaml");
			file.toFile().deleteOnExit();
			return Files.writeString(file, """
					callers:
					  dashboards:
					    tokens: [ { sha256: %s } ]
					    projects: [ default ]
					    identities: [ { gateway: true, name: default } ]
					""".formatted(TestTokens.sha256("the-token-of-dashboards")));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
