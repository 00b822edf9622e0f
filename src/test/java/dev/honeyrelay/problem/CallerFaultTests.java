package dev.honeyrelay.problem;

import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.honeyrelay.harness.LogWatch;
import dev.honeyrelay.harness.ProblemDocument;
import dev.honeyrelay.harness.RawCaller;
import dev.honeyrelay.harness.RawResponse;
import dev.honeyrelay.harness.RunningRelay;
import dev.honeyrelay.harness.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.honeyrelay.harness.RunningRelay.bare;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever is wrong with a request is the caller's 4xx, at every path and on both ports,
 * and nobody else is bothered with it.
 */
class CallerFaultTests {

	private static final List<String> PATHS = List.of("/livez", "/readyz", "/", "/docs", "/openapi.json",
			"/problems/forbidden", "/v1/runs/a/result", "/admin/cache/runs/a", "/nothing", "/actuator",
			"/actuator/health", "/actuator/health/liveness", "/actuator/prometheus", "/actuator/relay",
			"/actuator/nothing");

	private static final List<String> QUERIES = List.of("?%zz", "?%", "?a=%ff", "?a=%c3%28", "?a=%ed%a0%80", "?a=%00",
			"?a=%u0041", "?a[b=c", "?&&=&=", "?name[]=%ff");

	private static final List<String> FIELDS = List.of("Accept: */*,", "Accept:", "Accept: ,,", "Accept: a/b/c",
			"Accept: */*;q=x", "Accept: text/plain", "Accept: image/png", "Accept: \"", "Accept: \u00ff",
			"Accept: */*;q=0", "Accept-Language: x;q=y", "Accept-Charset: \u00ff", "Cookie: a=\"b", "Cookie: \u00ff=;=",
			"Content-Type: nonsense", "Content-Type:", "Content-Type: text/plain;charset=nope", "If-Modified-Since: x",
			"If-Unmodified-Since: Thu, 99 Nov 2026 99:99:99 GMT", "If-Match: x", "If-Range: x", "Range: bytes=9-1",
			"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13", "Upgrade: h2c", "Expect: nothing",
			"Forwarded: for=\"", "X-Forwarded-Port: x", "X-Forwarded-Host: a b", "Origin: x y",
			"Sec-Fetch-Mode: \u00ff", "Origin: https://a.test\r\nAccess-Control-Request-Method: \u00ff",
			"traceparent: x", "baggage: %zz=%", "TE: x", "Content-Length: x", "Transfer-Encoding: x", "Prefer: \"",
			"X-Request-Id: \u00ff");

	private static final List<String> METHODS = List.of("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT",
			"BREW", "get");

	private static final List<String> TARGETS = List.of("/%zz", "/%", "/%ff", "/a%00b", "//livez", "/livez;x",
			"/actuator/health;x", "/actuator/..", "/actuator/%2e%2e/livez", "/actuator%2fhealth", "/actuator/%ff",
			"/livez/%c0%af", "/\\livez", "/livez%5c", "/livez%25", "*", "http://[/", "/livez#x", "/livez;%zz",
			"/a;b=%/c", "/actuator/health;a=%ff");

	private final RunningRelay relay = Stage.shared().relay();

	@ParameterizedTest
	@MethodSource("paths")
	void nothingThatACallerSendsIsAFaultOfTheRelaysOwn(String path) {
		List<String> requests = new ArrayList<>();
		QUERIES.forEach((query) -> requests.add(bare("GET", path + query)));
		FIELDS.forEach((field) -> requests.add(bare("GET", path, field)));
		METHODS.forEach((method) -> requests.add(bare(method, path)));
		FIELDS.forEach((field) -> requests.add(bare("OPTIONS", path, field)));
		requests
			.add(bare("POST", path, "Content-Type: application/x-www-form-urlencoded", "Content-Length: 5") + "a=%zz");
		requests.add(bare("POST", path, "Content-Type: multipart/form-data", "Content-Length: 1") + "x");

		LogWatch log = LogWatch.anew();
		requests.forEach(this::check);

		assertThat(log.warnings()).isEmpty();
	}

	@Test
	void noTargetIsAFaultOfTheRelaysOwn() {
		LogWatch log = LogWatch.anew();
		TARGETS.forEach((target) -> check(bare("GET", target)));

		assertThat(log.warnings()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", "GET /livez HTTP/1.1\r\n\r\n", "GARBAGE\r\n\r\n",
			"GET /actuator/health HTTP/1.1\r\nHost: a b\r\n\r\n" })
	void theManagementPortRefusesWithTheSameDocuments(String request) {
		ProblemDocument.check(this.relay.atManagement(request), 400, "invalid-request");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/nothing", "/actuator/nothing", "/logout", "/login", "/v1/runs", "/error" })
	void whatTheManagementPortHasNotIsNotThere(String path) {
		ProblemDocument.check(this.relay.atManagement(bare("GET", path)), 404, "not-found");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/health", "/actuator", "/nothing" })
	void theManagementPortEchoesNothing(String path) {
		RawResponse response = this.relay.atManagement(bare("TRACE", path, "X-Secret: here"));

		ProblemDocument.check(response, 405, "method-not-allowed");
		assertThat(response.text()).doesNotContain("here");
	}

	@ParameterizedTest
	@ValueSource(strings = { "*/*,", "text/plain", "", ",,", "a/b/c", "*/*;q=x", "\"", "image/png", "*/*;q=0" })
	void whatAProbeAcceptsForbidsNothing(String accept) {
		String field = "Accept: " + accept;

		assertThat(this.relay.send(bare("GET", "/livez", field)).status()).isEqualTo(200);
		assertThat(this.relay.send(bare("GET", "/readyz", field)).status()).isEqualTo(200);
		assertThat(this.relay.atManagement(bare("GET", "/actuator/health", field)).status()).isEqualTo(200);
		assertThat(this.relay.atManagement(bare("GET", "/actuator/relay", field)).status()).isEqualTo(200);
		assertThat(this.relay.atManagement(bare("GET", "/actuator/prometheus", field)).text())
			.contains("relay_problems");
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", ";;", "", "text/plain", "text/plain;charset=nope", "text/plain;charset=\"",
			"text/plain;charset=utf 8", ";charset=nope", "x/y;charset=\u00e9",
			"application/x-www-form-urlencoded;charset=nope", "multipart/form-data;charset=%zz" })
	void theTypeOfABodyForbidsNothingEither(String type) {
		String field = "Content-Type: " + type;

		assertThat(this.relay.send(bare("GET", "/livez", field)).status()).isEqualTo(200);
		assertThat(this.relay.send(bare("HEAD", "/readyz", field)).status()).isEqualTo(200);
		assertThat(this.relay.atManagement(bare("GET", "/actuator/health", field)).status()).isEqualTo(200);
		assertThat(this.relay.atManagement(bare("GET", "/actuator/prometheus", field)).status()).isEqualTo(200);
		assertThat(this.relay.atManagement(bare("GET", "/actuator", field)).status()).isEqualTo(200);
		assertThat(this.relay.atManagement(bare("GET", "/actuator/relay?a=b", field)).status()).isEqualTo(200);
		ProblemDocument.check(this.relay.atManagement(bare("GET", "/actuator/none", field)), 404, "not-found");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"", "x;q=y", "*;q=", ";;", "\u00ff" })
	void theLanguageThatIsWishedForForbidsNothing(String language) {
		String field = "Accept-Language: " + language;

		assertThat(this.relay.send(bare("GET", "/livez", field)).status()).isEqualTo(200);
		assertThat(this.relay.send(bare("GET", "/docs", field)).status()).isEqualTo(200);
		assertThat(this.relay.get("/v1/runs/spoken/result", field).status()).isEqualTo(200);
		assertThat(this.relay.atManagement(bare("GET", "/actuator/relay", field)).status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/livez", "/readyz", "/", "/docs", "/openapi.json", "/problems/forbidden" })
	void noQueryForbidsWhatIsOpenToAll(String path) {
		for (String query : QUERIES) {
			assertThat(this.relay.send(bare("GET", path + query)).status()).as(query).isEqualTo(200);
			assertThat(this.relay.send(bare("HEAD", path + query)).status()).as(query).isEqualTo(200);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/health", "/health/liveness", "/prometheus", "/relay", "/info" })
	void noQueryForbidsWhatTheOperatorLooksAt(String endpoint) {
		int plain = this.relay.atManagement(bare("GET", "/actuator" + endpoint)).status();

		for (String query : QUERIES) {
			assertThat(this.relay.atManagement(bare("GET", "/actuator" + endpoint + query)).status()).as(query)
				.isEqualTo(plain);
		}
	}

	@Test
	void whatCanBeReadOfAQueryIsRead() {
		String some = this.relay
			.atManagement(bare("GET", "/actuator/prometheus?%zz&includedNames=relay%5Fcredentials_valid&a=%ff"))
			.text();

		assertThat(some).contains("relay_credentials_valid").doesNotContain("relay_problems");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Upgrade: h2c", "Upgrade: websocket", "Upgrade:", "Upgrade: h2c\r\nConnection: keep-alive",
			"Upgrade: h2c\r\nHTTP2-Settings: AAMAAABk", "HTTP2-Settings: \u00ff",
			"HTTP2-Settings: x\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings", "Connection: Upgrade",
			"Upgrade: TLS/1.0\r\nUpgrade: h2c\r\nConnection: Upgrade" })
	void noOfferToSpeakAnotherProtocolForbidsAnything(String fields) {
		for (String path : List.of("/livez", "/docs", "/")) {
			assertThat(this.relay.send(bare("GET", path, fields)).status()).isEqualTo(200);
		}
		for (int i = 0; i < 3; i++) {
			assertThat(this.relay.get("/v1/runs/upgraded/result", fields).status()).isEqualTo(200);
		}
		assertThat(this.relay.atManagement(bare("GET", "/actuator/health", fields)).status()).isEqualTo(200);
		ProblemDocument.check(this.relay.send(bare("GET", "/v1/runs/a/result", fields)), 401, "unauthenticated");
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET / HTTP/2.0", "GET /actuator HTTP/1.2", "PRI * HTTP/2.0", "GET / HTTP/3.0" })
	void theManagementPortSaysWhichVersionItSpeaks(String line) {
		RawResponse response = this.relay.atManagement(line + "\r\nHost: x\r\n\r\n");

		ProblemDocument.check(response, 505, "http-version-not-supported");
		assertThat(response.text()).contains("\"detail\":\"The relay speaks HTTP/1.1.\"");
	}

	@Test
	void theFormatThatPrometheusAsksForIsTheOneItGets() {
		RawResponse open = this.relay
			.atManagement(bare("GET", "/actuator/prometheus", "Accept: application/openmetrics-text;version=1.0.0"));

		assertThat(open.value("Content-Type")).startsWith("application/openmetrics-text");
	}

	@ParameterizedTest
	@ValueSource(strings = { "GARBAGE\r\n\r\n", "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", "GET / HTTP/1.1\r\n\r\n" })
	void whoSendsNoMoreIsToldAllTheSame(String request) throws Exception {
		for (int i = 0; i < 20; i++) {
			try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.relay.port());
					RawCaller caller = new RawCaller(socket)) {
				caller.send(request);
				socket.shutdownOutput();

				ProblemDocument.check(caller.receive(), 400, "invalid-request");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/health/none", "/actuator/health/liveness/none" })
	void noRefusalIsEmpty(String path) {
		ProblemDocument.check(this.relay.atManagement(bare("GET", path)), 404, "not-found");
	}

	static Stream<String> paths() {
		return PATHS.stream();
	}

	private void check(String request) {
		check(request, this.relay.send(request));
		check(request, this.relay.atManagement(request));
	}

	private static void check(String request, RawResponse response) {
		assertThat(response.status()).as(request).isLessThan(500);
		assertThat(String.valueOf(response.value("Content-Type"))).as(request).doesNotContain("message/http");
		if (response.status() >= 400) {
			assertThat(response.value("Content-Type")).as(request).isEqualTo("application/problem+json");
		}
	}

}
