package dev.honeyrelay.access;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import dev.honeyrelay.harness.ProblemDocument;
import dev.honeyrelay.harness.RawCaller;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Stage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.honeyrelay.harness.RunningRelay.bare;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What scripts of other pages may read.
 */
class CorsTests {

	private static final String PATH = "/v1/runs/cors/result";

	private static final String ORIGIN = "Origin: https://dashboards.example.com";

	private static final String STRANGE = "Origin: https://elsewhere.example.com";

	private static final String WANTED = "Access-Control-Request-Method: GET";

	private static final Stage STAGE = Stage.open("--relay.cors.allowed-origins=https://dashboards.example.com");

	private final RunningRelay relay = STAGE.relay();

	@AfterAll
	static void close() {
		STAGE.close();
	}

	@Test
	void aPreflightOfAnAllowedPageNeedsNoCredential() {
		RawResponse response = this.relay
			.send(bare("OPTIONS", PATH, ORIGIN, WANTED, "Access-Control-Request-Headers: authorization,relay-project"));

		assertThat(response.status()).isEqualTo(204);
		assertThat(response.value("Access-Control-Allow-Origin")).isEqualTo("https://dashboards.example.com");
		assertThat(response.value("Access-Control-Allow-Methods")).isEqualTo("GET, HEAD");
		assertThat(response.value("Access-Control-Allow-Headers")).contains("Authorization", "Relay-Project",
				"If-None-Match");
		assertThat(response.value("Access-Control-Allow-Credentials")).isNull();
		assertThat(response.values("Vary")).contains("Origin");
	}

	@Test
	void anAllowedPageReadsTheAnswersHeader() {
		RawResponse response = this.relay.get(PATH, ORIGIN);

		assertThat(response.status()).isEqualTo(200);
		assertThat(response.value("Access-Control-Allow-Origin")).isEqualTo("https://dashboards.example.com");
		assertThat(List.of(response.value("Access-Control-Expose-Headers").split(", "))).contains("ETag",
				"Cache-Status", "Age", "Relay-Unchanged-For", "Preference-Applied", "X-Request-Id", "Retry-After",
				"RateLimit");
		assertThat(response.value("Vary")).isEqualTo(RawResponse.VARY + ", Origin");
		RawResponse unchanged = this.relay.get(PATH, ORIGIN, "If-None-Match: *");
		assertThat(unchanged.status()).isEqualTo(304);
		assertThat(unchanged.value("Access-Control-Allow-Origin")).isEqualTo("https://dashboards.example.com");
	}

	@Test
	void anAllowedPageMaySeeWhyItIsRefused() {
		RawResponse response = this.relay.send(bare("GET", PATH, ORIGIN, "Sec-Fetch-Mode: cors"));

		assertThat(response.status()).isEqualTo(401);
		assertThat(response.value("Access-Control-Allow-Origin")).isEqualTo("https://dashboards.example.com");
	}

	@Test
	void otherPagesAreTreatedAsIfThereWereNoCors() {
		RawResponse preflight = this.relay.send(bare("OPTIONS", PATH, STRANGE, WANTED));
		RawResponse read = this.relay.get(PATH, STRANGE);
		RawResponse without = this.relay.get(PATH);

		assertThat(preflight.status()).isEqualTo(401);
		assertThat(read.status()).isEqualTo(200);
		assertThat(List.of(preflight, read, without)).allSatisfy((response) -> {
			assertThat(response.names()).noneMatch((name) -> name.startsWith("access-control"));
			assertThat(response.value("Vary")).endsWith("Origin");
		});
	}

	@Test
	void withoutTheSettingNobodyHasHeardOfIt() {
		RunningRelay plain = Stage.shared().relay();
		RawResponse read = plain.get(PATH, ORIGIN);

		ProblemDocument.check(plain.send(bare("OPTIONS", PATH, ORIGIN, WANTED)), 401, "unauthenticated");
		ProblemDocument.check(plain.send("OPTIONS", PATH, ORIGIN, WANTED), 405, "method-not-allowed");
		assertThat(read.status()).isEqualTo(200);
		assertThat(read.names()).noneMatch((name) -> name.startsWith("access-control"));
		assertThat(read.value("Vary")).isEqualTo(RawResponse.VARY);
	}

	@ParameterizedTest
	@MethodSource("refusedAhead")
	void anAllowedPageMaySeeWhatTheContainerRefuses(String request) {
		RawResponse response = this.relay.send(request.replace("{origin}", ORIGIN));
		RawResponse strange = this.relay.send(request.replace("{origin}", STRANGE));
		RawResponse without = this.relay.send(request.replace("{origin}", "X: y"));

		assertThat(response.status()).isBetween(400, 431);
		assertThat(response.value("Access-Control-Allow-Origin")).isEqualTo("https://dashboards.example.com");
		assertThat(response.value("Access-Control-Expose-Headers")).contains("X-Request-Id");
		assertThat(List.of(response, strange, without))
			.allSatisfy((refusal) -> assertThat(refusal.values("Vary")).contains("Origin"));
		assertThat(List.of(strange, without)).allSatisfy(
				(refusal) -> assertThat(refusal.names()).noneMatch((name) -> name.startsWith("access-control")));
	}

	@Test
	void noRefusalTellsTheOriginOfTheRequestBefore() throws Exception {
		try (RawCaller caller = this.relay.connect()) {
			caller.send(bare("GET", "/livez", ORIGIN));
			assertThat(caller.receive().value("Access-Control-Allow-Origin")).isNotNull();
			caller.send("GARBAGE\r\n\r\n");
			assertThat(caller.receive().value("Access-Control-Allow-Origin")).isNull();
		}
	}

	@Test
	void aPreflightAllowsWhatTracersAndClientLibrariesAdd() {
		RawResponse response = this.relay
			.send(bare("OPTIONS", PATH, ORIGIN, WANTED, "Access-Control-Request-Headers: traceparent,baggage"));

		assertThat(response.value("Access-Control-Allow-Headers").toLowerCase(Locale.ROOT).split(", "))
			.contains("traceparent", "tracestate", "baggage", "sentry-trace", "x-requested-with", "cache-control");
	}

	static Stream<String> refusedAhead() {
		String head = "GET /v1/runs HTTP/1.1\r\nHost: a\r\n";
		String large = "X: " + "y".repeat(40_000) + "\r\n";
		return Stream.of("GET //v1/runs HTTP/1.1\r\nHost: a\r\n{origin}\r\n\r\n",
				"GET /%zz HTTP/1.1\r\nHost: a\r\n{origin}\r\n\r\n", "GET /a;b HTTP/1.1\r\nHost: a\r\n{origin}\r\n\r\n",
				"GARBAGE\r\n{origin}\r\n\r\n", "GET /livez HTTP/1.1\r\n{origin}\r\n\r\n",
				"GET /livez HTTP/1.1\r\n{origin}\r\nHost: a b\r\n\r\n",
				"GET /" + "x".repeat(40_000) + " HTTP/1.1\r\nHost: a\r\n{origin}\r\n\r\n",
				head + "{origin}\r\n" + large + "\r\n", head + large + "{origin}\r\n\r\n",
				"POST /livez HTTP/1.1\r\nHost: a\r\n{origin}\r\n\r\n",
				"GET /v1/runs/%zz HTTP/1.1\r\nHost: a\r\n{origin}\r\n\r\n",
				"GET /v1/runs HTTP/1.1\r\nHost: a\r\n{origin}\r\nExpect: x\r\n\r\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "dashboards.example.com", "https://a.example.com/", "https://*.example.com",
			"https://A.example.com", "ftp://a.example.com", "" })
	void whatIsNoOriginStopsTheStart(String origin) {
		assertThatIllegalArgumentException().isThrownBy(() -> new CorsProperties(List.of(origin)))
			.withMessageStartingWith("relay.cors.allowed-origins must be");
	}

}
